using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reporting.Exports.Jobs;
using Reporting.Exports.Workflow;

namespace Reporting.Exports;

/// <summary>Takes exports in: checks what is asked, honours the idempotency key, keeps to the person's limit, writes the job, tells the engine.</summary>
public sealed class ExportIntake(
    ExportRequestValidator validator, ExportJobStore jobs, ExportIdempotency idempotency, RunningExports running, IExportRunner runner,
    IOptions<ExportsOptions> options, TimeProvider time, ILogger<ExportIntake> logger)
{
    /// <summary>When a caller should look at a job it has just started, or ask again when it has too many.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(30);

    /// <summary>Starts an export.</summary>
    public async Task<ExportStartResult> StartAsync(ExportStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        DateTimeOffset requestedAt = ExportTime.Truncate(start.RequestedAt ?? time.GetUtcNow());
        ExportRequestValidation validation = validator.Validate(start.Input, requestedAt);
        if (validation.Request is not { } request)
        {
            return new(ExportStartOutcome.Invalid, null, validation.Problems, TimeSpan.Zero);
        }

        ExportReservation? reservation = start.IdempotencyKey is { } key ? await idempotency.FindAsync(start.RequestedBy, key, start.Input, cancellationToken) : null;
        if (reservation is { SameRequest: true } && await jobs.FindAsync(reservation.JobId, cancellationToken) is { } earlier)
        {
            return await GoOnAsync(earlier, cancellationToken);
        }

        if (reservation is { SameRequest: false })
        {
            return new(ExportStartOutcome.KeyConflict, null, [], TimeSpan.Zero);
        }

        // Looked for before the key is taken, so that a request that has to wait does not use it up.
        RunningExportsRow? room = await FindRoomAsync(start, cancellationToken);
        if (room is null && start.Schedule is null)
        {
            return new(ExportStartOutcome.TooManyRunning, null, [], AskAgain);
        }

        string jobId = start.Id ?? reservation?.JobId ?? ExportIds.Create(requestedAt);
        if (start.IdempotencyKey is not null)
        {
            reservation = await idempotency.ReserveAsync(start.RequestedBy, start.IdempotencyKey, start.Input, jobId, cancellationToken);
            jobId = reservation.JobId;
        }

        return reservation is { SameRequest: false }
            ? new(ExportStartOutcome.KeyConflict, null, [], TimeSpan.Zero)
            : await AddAsync(NewJob(jobId, start, request, requestedAt), room, cancellationToken);
    }

    // Scheduled exports are not counted.
    private async Task<RunningExportsRow?> FindRoomAsync(ExportStart start, CancellationToken cancellationToken) =>
        start.Schedule is null ? await running.FindRoomAsync(start.RequestedBy, options.Value.MaxRunningPerUser, cancellationToken) : null;

    private ExportJob NewJob(string id, ExportStart start, ExportRequest request, DateTimeOffset requestedAt) => new()
    {
        Id = id, RequestedBy = start.RequestedBy, Engine = runner.Engine, Request = request, State = ExportState.Queued, CreatedAt = requestedAt,
        RequesterIssuer = start.RequesterIssuer, RequesterSubject = start.RequesterSubject, Schedule = start.Schedule, PreviousManifestSha256 = start.PreviousManifestSha256,
    };

    private async Task<ExportStartResult> AddAsync(ExportJob job, RunningExportsRow? room, CancellationToken cancellationToken)
    {
        ExportChange? added = job.Schedule is null
            ? await running.AddAsync(job, room, options.Value.MaxRunningPerUser, cancellationToken)
            : await jobs.AddAsync(job, cancellationToken);
        if (added is null)
        {
            return new(ExportStartOutcome.TooManyRunning, null, [], AskAgain);
        }

        if (!added.Won)
        {
            return await GoOnAsync(added.Job ?? throw new IOException($"The export {job.Id} was there and is gone."), cancellationToken);
        }

        await RunAsync(job);
        return new(ExportStartOutcome.Started, added.Job, [], LookAgain);
    }

    private async Task<ExportStartResult> GoOnAsync(ExportJob job, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (job.State == ExportState.Queued && string.Equals(job.Engine, runner.Engine, StringComparison.Ordinal))
        {
            await RunAsync(job);
        }

        return new(ExportStartOutcome.AlreadyStarted, job, [], LookAgain);
    }

    /// <summary>Not cancelled with the caller: the job is there. Should the engine not be, the reaper starts the job later.</summary>
    private async Task RunAsync(ExportJob job)
    {
        try
        {
            await runner.StartAsync(job.Id, CancellationToken.None);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            ExportsLog.StartFailed(logger, job.Id, exception);
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
