using Microsoft.Extensions.Logging;
using Reporting.Exports.Jobs;

namespace Reporting.Exports.Requests;

/// <summary>
/// Takes exports in: validates what is asked, honours the idempotency key (<see cref="ExportIdempotency"/>), keeps to the person's quota
/// (<see cref="RunningExports"/>), and enqueues the job (<see cref="ExportEnqueuer"/>). The caller audits it.
/// </summary>
public sealed class ExportIntake(ExportRequestValidator validator, ExportIdempotency idempotency, RunningExports quota, ExportEnqueuer enqueuer, TimeProvider time)
{
    /// <summary>When a caller should look at a job it has just started, or ask again when it has too many.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(30);

    /// <summary>Starts an export; what is wrong with the request is told, not thrown.</summary>
    public async Task<ExportStartResult> StartAsync(ExportStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        DateTimeOffset requestedAt = ExportTime.Truncate(start.RequestedAt ?? time.GetUtcNow());
        ExportRequestValidation validation = validator.Validate(start.Input, requestedAt);
        if (validation.Request is not { } request)
        {
            return Refused(ExportStartOutcome.Invalid, validation.Problems);
        }

        ExportReservation? reservation = await idempotency.FindAsync(start, cancellationToken);
        if (reservation is { SameRequest: true } && await enqueuer.FindAsync(reservation.JobId, cancellationToken) is { } earlier)
        {
            return Accepted(ExportStartOutcome.AlreadyStarted, earlier);
        }

        if (reservation is { SameRequest: false })
        {
            return Refused(ExportStartOutcome.KeyConflict);
        }

        // Looked for before the key is taken, so that a request that has to wait does not use it up.
        ExportRoom? room = await quota.FindRoomAsync(start, cancellationToken);
        if (room is null)
        {
            return TooMany();
        }

        reservation = await idempotency.ReserveAsync(start, start.Id ?? reservation?.JobId ?? ExportIds.Create(requestedAt), cancellationToken);
        if (!reservation.SameRequest)
        {
            return Refused(ExportStartOutcome.KeyConflict);
        }

        ExportChange? added = await enqueuer.AddAsync(reservation.JobId, start, request, requestedAt, room, cancellationToken);
        return added is null ? TooMany() : Accepted(added.Won ? ExportStartOutcome.Started : ExportStartOutcome.AlreadyStarted, added.Job!);
    }

    private static ExportStartResult Accepted(ExportStartOutcome outcome, ExportJob job) => new(outcome, job, [], LookAgain);

    private static ExportStartResult TooMany() => new(ExportStartOutcome.TooManyRunning, null, [], AskAgain);

    private static ExportStartResult Refused(ExportStartOutcome outcome, IReadOnlyList<ExportProblem>? problems = null) => new(outcome, null, problems ?? [], TimeSpan.Zero);
}

/// <summary>Writes the job's row and tells the engine. The engine may be away: the job is there, and the reaper starts it later.</summary>
public sealed class ExportEnqueuer(ExportJobStore jobs, RunningExports quota, IExportRunner runner, ILogger<ExportEnqueuer> logger)
{
    /// <summary>The job of this id, after its engine has been told again if it has not begun; null when there is none.</summary>
    public async Task<ExportJob?> FindAsync(string id, CancellationToken cancellationToken) =>
        await jobs.FindAsync(id, cancellationToken) is { } job ? await TellAgainAsync(job, cancellationToken) : null;

    /// <summary>Adds a job; null when there is no room for it any more. Not won when a job of that id is there: its engine is told again if it has not begun.</summary>
    /// <exception cref="IOException">There was a job of that id, and it is gone.</exception>
    public async Task<ExportChange?> AddAsync(
        string id, ExportStart start, ExportRequest request, DateTimeOffset requestedAt, ExportRoom room, CancellationToken cancellationToken)
    {
        var job = new ExportJob
        {
            Id = id, RequestedBy = start.RequestedBy, Engine = runner.Engine, Request = request, State = ExportState.Queued, CreatedAt = requestedAt,
            RequesterIssuer = start.RequesterIssuer, RequesterSubject = start.RequesterSubject, Schedule = start.Schedule, PreviousManifestSha256 = start.PreviousManifestSha256,
        };
        ExportChange? added = await quota.AddAsync(job, room, cancellationToken);
        if (added is { Won: true })
        {
            await TellAsync(job);
        }
        else if (added is not null)
        {
            await TellAgainAsync(added.Job ?? throw new IOException($"The export {job.Id} was there and is gone."), cancellationToken);
        }

        return added;
    }

    private async Task<ExportJob> TellAgainAsync(ExportJob job, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (job.State == ExportState.Queued && string.Equals(job.Engine, runner.Engine, StringComparison.Ordinal))
        {
            await TellAsync(job);
        }

        return job;
    }

    /// <summary>Not cancelled with the caller: the job is there.</summary>
    private async Task TellAsync(ExportJob job)
    {
        try
        {
            await runner.StartAsync(job.Id, CancellationToken.None);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            ExportIntakeLog.StartFailed(logger, job.Id, exception);
        }
    }
}

/// <summary>A call to start an export.</summary>
public sealed record ExportStart
{
    /// <summary>What is asked for.</summary>
    public required ExportInput Input { get; init; }

    /// <summary>Who asks: the subject's name in the audit log.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>The issuer that vouches for <see cref="RequestedBy"/>, for the audit log; null for the service itself.</summary>
    public string? RequesterIssuer { get; init; }

    /// <summary>The issuer's name for the person, for the audit log.</summary>
    public string? RequesterSubject { get; init; }

    /// <summary>The time of the request, UTC: the end of the range when none is asked for, so that no export holds its own request. Now when null.</summary>
    public DateTimeOffset? RequestedAt { get; init; }

    /// <summary>The <c>Idempotency-Key</c>, or null.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The job's id where it must be the same however often the start is tried (<see cref="Jobs.ExportIds.CreateFor"/>); null for a new one.</summary>
    public string? Id { get; init; }

    /// <summary>The schedule and slot it is made for (<see cref="Jobs.ExportSlot"/>), or null; scheduled exports do not count against a person's limit.</summary>
    public string? Schedule { get; init; }

    /// <summary>Lower-case hex SHA-256 of the schedule's manifest before, to chain this one to it, or null.</summary>
    public string? PreviousManifestSha256 { get; init; }
}

/// <summary>The outcome of a call to start an export.</summary>
public enum ExportStartOutcome
{
    /// <summary>A job was made.</summary>
    Started,

    /// <summary>The idempotency key had been used for the same request: the job is the one made then.</summary>
    AlreadyStarted,

    /// <summary>Something is wrong with what was asked; see the problems.</summary>
    Invalid,

    /// <summary>The idempotency key had been used for another request.</summary>
    KeyConflict,

    /// <summary>The person has as many running exports as are allowed; see when to ask again.</summary>
    TooManyRunning,
}

/// <summary>The answer to a call to start an export.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Job">The job, when started now or before; else null.</param>
/// <param name="Problems">What is wrong with what was asked.</param>
/// <param name="RetryAfter">When to ask again, or (once started) when to look at the job first.</param>
public sealed record ExportStartResult(ExportStartOutcome Outcome, ExportJob? Job, IReadOnlyList<ExportProblem> Problems, TimeSpan RetryAfter);

/// <summary>What taking exports in logs.</summary>
internal static partial class ExportIntakeLog
{
    [LoggerMessage(3001, LogLevel.Warning, "Export {JobId} is queued, but its engine could not be told; the reaper will start it.")]
    public static partial void StartFailed(ILogger logger, string jobId, Exception exception);
}
