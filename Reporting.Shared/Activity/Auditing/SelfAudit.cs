using Microsoft.Extensions.Logging;
using Reporting.Activity.Records;
using Reporting.Activity.Writing;
using Reporting.Storage;
using Reporting.Telemetry;

namespace Reporting.Activity.Auditing;

/// <summary>
/// Writes what this service does into its own audit log: as <see cref="AuditOutcome.Started"/> before the work, so that nothing is done
/// unseen, and with the outcome after it.
/// </summary>
public sealed class SelfAudit(ServiceEvents events, EventIds ids, ReportingMeter meter, TimeProvider time, ILogger<SelfAudit> logger)
{
    private static readonly TimeSpan LongestOutcomeWrite = TimeSpan.FromSeconds(30);

    /// <summary>Writes that something is about to be done.</summary>
    /// <param name="action">What.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="description">It in words.</param>
    /// <param name="cancellationToken">Cancels the write; nothing has been done by then.</param>
    /// <param name="at">The event's time; now when null.</param>
    /// <param name="key">By what the event is known when it may be written more than once; null for a new one.</param>
    /// <exception cref="AuditUnavailableException">It could not be written, so the work must not be done.</exception>
    public async Task<AuditAttempt> BeginAsync(
        AuditedAction action, AuditActor actor, string description, CancellationToken cancellationToken, DateTimeOffset? at = null, EventKey? key = null)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(actor);
        try
        {
            string id = key is null ? EventIds.New(EventIds.Once) : await ids.OfAsync(key.Kind, key.Facts, cancellationToken);
            AuditEvent started = EventOf(action, actor, AuditOutcome.Started, description, at ?? time.GetUtcNow(), id);
            return new AuditAttempt(this, await events.WriteAsync(started, before: null, cancellationToken));
        }
        catch (Exception exception) when (IsRefusal(exception) && !cancellationToken.IsCancellationRequested)
        {
            meter.AuditFailed("unavailable");
            throw new AuditUnavailableException(exception);
        }
    }

    /// <summary>Writes what has happened already, in one event with its outcome. Writing it again changes nothing.</summary>
    /// <param name="action">What.</param>
    /// <param name="actor">Who did it.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="description">It in words.</param>
    /// <param name="at">When.</param>
    /// <param name="key">By what the event is known.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public async Task RecordAsync(
        AuditedAction action, AuditActor actor, AuditOutcome outcome, string description, DateTimeOffset at, EventKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(key);
        await events.WriteAsync(EventOf(action, actor, outcome, description, at, await ids.OfAsync(key.Kind, key.Facts, cancellationToken)), before: null, cancellationToken);
    }

    /// <summary>
    /// Writes what is about to be done as done: for what only hands out what is there, and is not handed out unless this is written. Writing it again changes
    /// nothing.
    /// </summary>
    /// <param name="action">What.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="description">It in words.</param>
    /// <param name="at">When.</param>
    /// <param name="key">By what the event is known.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <exception cref="AuditUnavailableException">It could not be written, so it must not be done.</exception>
    public async Task AnnounceAsync(AuditedAction action, AuditActor actor, string description, DateTimeOffset at, EventKey key, CancellationToken cancellationToken)
    {
        try
        {
            await RecordAsync(action, actor, AuditOutcome.Success, description, at, key, cancellationToken);
        }
        catch (Exception exception) when (IsRefusal(exception) && !cancellationToken.IsCancellationRequested)
        {
            meter.AuditFailed("unavailable");
            throw new AuditUnavailableException(exception);
        }
    }

    /// <summary>Writes an outcome. The work is done, so a failure here is logged and goes no further: the event stays as Started.</summary>
    internal async Task EndAsync(AuditEvent ended, WrittenRow? started)
    {
        using var limit = new CancellationTokenSource(LongestOutcomeWrite, time);
        try
        {
            await events.WriteAsync(ended, started, limit.Token);
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            logger.OutcomeNotWritten(ended.Action, ended.Id, exception);
            meter.AuditFailed("outcome");
        }
    }

    internal static AuditEvent EventOf(AuditedAction action, AuditActor actor, AuditOutcome outcome, string description, DateTimeOffset at, string id) => new()
    {
        Id = id, Timestamp = at, UserId = actor.UserId, Target = action.Target, Action = action.Action, ActionType = action.ActionType, Description = description,
        Outcome = outcome, SourceAddress = actor.SourceAddress, UserAgent = actor.UserAgent, Issuer = actor.Issuer, Subject = actor.Subject,
    };

    private static bool IsRefusal(Exception exception) => exception is Azure.RequestFailedException || StorageFailures.IsUnavailable(exception);
}

/// <summary>By what an event is known that every instance would write, or that is written again until it is known to stand there.</summary>
/// <param name="Kind">One of the kinds of <see cref="EventIds"/>.</param>
/// <param name="Facts">What makes it this event and no other; it does not stand in the id.</param>
public sealed record EventKey(string Kind, string Facts);

internal static partial class SelfAuditLog
{
    [LoggerMessage(4101, LogLevel.Error, "The outcome of {Action} could not be written to the audit log; event {Id} stays as Started.")]
    public static partial void OutcomeNotWritten(this ILogger<SelfAudit> logger, string action, string id, Exception exception);

    [LoggerMessage(4102, LogLevel.Warning, "Refused requests could not be written to the audit log; it is tried again.")]
    public static partial void RefusalsNotWritten(this ILogger<RefusalAudit> logger, Exception exception);

    [LoggerMessage(4103, LogLevel.Error, "Another event stands in the audit log where event {Id} of {Action} belongs; it is written as event {OtherId}.")]
    public static partial void OtherEventStored(this ILogger<ServiceEvents> logger, string id, string action, string otherId);
}
