using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Reporting.Activity.Records;
using Reporting.Activity.Writing;
using Reporting.Storage;

namespace Reporting.Activity.Auditing;

/// <summary>
/// Writes what this service does into its own audit log: as <see cref="AuditOutcome.Started"/> before the work, so that nothing is done
/// unseen, and with the outcome after it.
/// </summary>
public sealed class SelfAudit(ActivityWriter writer, TimeProvider time, ILogger<SelfAudit> logger)
{
    private static readonly TimeSpan LongestOutcomeWrite = TimeSpan.FromSeconds(30);

    /// <summary>Writes that something is about to be done.</summary>
    /// <param name="action">What.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="description">It in words.</param>
    /// <param name="cancellationToken">Cancels the write; nothing has been done by then.</param>
    /// <param name="at">The event's time; now when null.</param>
    /// <param name="id">The event's id, at most 40 characters, when the same event may be written more than once; else a new one.</param>
    /// <exception cref="AuditUnavailableException">It could not be written, so the work must not be done.</exception>
    public async Task<AuditAttempt> BeginAsync(
        AuditedAction action, AuditActor actor, string description, CancellationToken cancellationToken, DateTimeOffset? at = null, string? id = null)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(actor);
        AuditEvent started = new()
        {
            Id = id ?? RandomNumberGenerator.GetHexString(32, lowercase: true), Timestamp = at ?? time.GetUtcNow(), UserId = actor.UserId,
            Target = action.Target, Action = action.Action, ActionType = action.ActionType, Description = description, Outcome = AuditOutcome.Started,
            SourceAddress = actor.SourceAddress, UserAgent = actor.UserAgent,
        };
        try
        {
            return new AuditAttempt(this, started, await writer.WritePhaseAsync(started, before: null, cancellationToken));
        }
        catch (Exception exception) when (IsRefusal(exception) && !cancellationToken.IsCancellationRequested)
        {
            throw new AuditUnavailableException(exception);
        }
    }

    /// <summary>Writes what has happened already, in one event with its outcome.</summary>
    /// <param name="action">What.</param>
    /// <param name="actor">Who did it.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="description">It in words.</param>
    /// <param name="at">When.</param>
    /// <param name="id">The event's id, at most 40 characters: writing it again under the same id and time changes nothing.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public Task RecordAsync(
        AuditedAction action, AuditActor actor, AuditOutcome outcome, string description, DateTimeOffset at, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(actor);
        return writer.WriteAsync(
            new AuditEvent
            {
                Id = id, Timestamp = at, UserId = actor.UserId, Target = action.Target, Action = action.Action, ActionType = action.ActionType,
                Description = description, Outcome = outcome, SourceAddress = actor.SourceAddress, UserAgent = actor.UserAgent,
            },
            cancellationToken);
    }

    /// <summary>Writes what is about to be done as done: for what only hands out what is there, and is not handed out unless this is written.</summary>
    /// <param name="action">What.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="description">It in words.</param>
    /// <param name="at">When.</param>
    /// <param name="id">The event's id, at most 40 characters: writing it again under the same id and time changes nothing.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <exception cref="AuditUnavailableException">It could not be written, so it must not be done.</exception>
    public async Task AnnounceAsync(AuditedAction action, AuditActor actor, string description, DateTimeOffset at, string id, CancellationToken cancellationToken)
    {
        try
        {
            await RecordAsync(action, actor, AuditOutcome.Success, description, at, id, cancellationToken);
        }
        catch (Exception exception) when (IsRefusal(exception) && !cancellationToken.IsCancellationRequested)
        {
            throw new AuditUnavailableException(exception);
        }
    }

    /// <summary>Writes an outcome. The work is done, so a failure here is logged and goes no further: the event stays as Started.</summary>
    internal async Task EndAsync(AuditEvent ended, WrittenRow? started)
    {
        using var limit = new CancellationTokenSource(LongestOutcomeWrite, time);
        try
        {
            await writer.WritePhaseAsync(ended, started, limit.Token);
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            logger.OutcomeNotWritten(ended.Action, ended.Id, exception);
        }
    }

    private static bool IsRefusal(Exception exception) => exception is Azure.RequestFailedException || StorageFailures.IsUnavailable(exception);
}
