using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reporting.Exports.Jobs;
using Reporting.Exports.Retention;
using Reporting.Exports.Slices;
using Reporting.Exports.Workflow;

namespace Reporting.Exports;

/// <summary>What can be done with exports from outside: start, look, list, cancel, delete. Who may is decided before.</summary>
public sealed class ExportService(
    ExportRequestValidator validator, ExportJobStore jobs, ExportIdempotency idempotency, SliceStore slices, ExpiredFiles expired,
    IExportRunner runner, IOptions<ExportsOptions> options, TimeProvider time, ILogger<ExportService> logger)
{
    /// <summary>When a caller should look at a job it has just started, or ask again when it has too many.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(30);

    /// <summary>A job older than this is not counted as running: the reaper has it by then.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromDays(7);

    /// <summary>Starts an export; what is wrong with the request is told, not thrown.</summary>
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

        if (reservation is null or { SameRequest: true })
        {
            if (await HasTooManyAsync(start, cancellationToken))
            {
                return new(ExportStartOutcome.TooManyRunning, null, [], AskAgain);
            }

            string jobId = reservation?.JobId ?? ExportIds.Create(requestedAt);
            reservation = start.IdempotencyKey is null
                ? new ExportReservation(jobId, SameRequest: true)
                : await idempotency.ReserveAsync(start.RequestedBy, start.IdempotencyKey, start.Input, jobId, cancellationToken);
        }

        return reservation.SameRequest
            ? await AddAsync(NewJob(reservation.JobId, start, request, requestedAt), cancellationToken)
            : new(ExportStartOutcome.KeyConflict, null, [], TimeSpan.Zero);
    }

    /// <summary>The job of this id, or null.</summary>
    public Task<ExportJob?> FindAsync(string id, CancellationToken cancellationToken) => jobs.FindAsync(id, cancellationToken);

    /// <summary>The job of this id and how far it is, or null.</summary>
    public async Task<ExportStatus?> GetAsync(string id, CancellationToken cancellationToken) =>
        await jobs.FindAsync(id, cancellationToken) is { } job ? await DescribeAsync(job, cancellationToken) : null;

    /// <summary>How far a job is; reads the slices' rows only while it runs.</summary>
    public async Task<ExportStatus> DescribeAsync(ExportJob job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        IReadOnlyList<SliceRow> rows = job.State == ExportState.InProgress ? await slices.ReadAllAsync(job.Id, cancellationToken) : [];
        return new ExportStatus(job, SliceProgress.Of(job, rows));
    }

    /// <summary>A page of jobs, newest first.</summary>
    /// <exception cref="ArgumentException">The continuation token is not one of this list.</exception>
    public Task<ExportPage> ListAsync(ExportListQuery query, CancellationToken cancellationToken) => jobs.ListAsync(query, cancellationToken);

    /// <summary>Cancels a running export, or deletes the file of one that has ended; <paramref name="by"/> is kept in the state message.</summary>
    public async Task<ExportDeleteOutcome> DeleteAsync(string id, string by, CancellationToken cancellationToken)
    {
        if (!ExportIds.IsValid(id))
        {
            return ExportDeleteOutcome.NotFound;
        }

        ExportChange change = await jobs.UpdateAsync(id, job => MarkDeleted(job, by), cancellationToken);
        if (change.Job is not { } job)
        {
            return ExportDeleteOutcome.NotFound;
        }

        if (ExportTransitions.IsRunning(job.State))
        {
            await SignalCancelAsync(job, cancellationToken);
            return ExportDeleteOutcome.CancelRequested;
        }

        if (job.State != ExportState.Expired)
        {
            return ExportDeleteOutcome.NothingToDelete;
        }

        // Again for one that expired before: should its deletion have been cut short, this ends it.
        await expired.DeleteAsync(job, CancellationToken.None);
        return change.Won ? ExportDeleteOutcome.FileDeleted : ExportDeleteOutcome.NothingToDelete;
    }

    private ExportJob? MarkDeleted(ExportJob job, string by) => job.State switch
    {
        ExportState.Queued or ExportState.InProgress when !job.CancelRequested =>
            job with { CancelRequested = true, StateMessage = $"Cancelled by {by}." },
        ExportState.Successful => ExpiredFiles.Expire(job, $"File deleted by {by}.") with { ExpiresAt = ExportTime.Truncate(time.GetUtcNow()) },
        _ => null,
    };

    private async Task SignalCancelAsync(ExportJob job, CancellationToken cancellationToken)
    {
        try
        {
            await runner.SignalCancelAsync(job.Id, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The flag is set: the slices and the commit find it, only later.
            ExportsLog.SignalFailed(logger, job.Id, exception);
        }
    }

    private async Task<bool> HasTooManyAsync(ExportStart start, CancellationToken cancellationToken)
    {
        int most = options.Value.MaxRunningPerUser;
        return start.Schedule is null
            && await jobs.CountRunningAsync(start.RequestedBy, most, time.GetUtcNow() - LongestRun, cancellationToken) >= most;
    }

    private ExportJob NewJob(string id, ExportStart start, ExportRequest request, DateTimeOffset requestedAt) => new()
    {
        Id = id, RequestedBy = start.RequestedBy, Engine = runner.Engine, Request = request, State = ExportState.Queued, CreatedAt = requestedAt,
        Schedule = start.Schedule, PreviousManifestSha256 = start.PreviousManifestSha256,
    };

    private async Task<ExportStartResult> AddAsync(ExportJob job, CancellationToken cancellationToken)
    {
        ExportChange added = await jobs.AddAsync(job, cancellationToken);
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
        if (job.State == ExportState.Queued)
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
