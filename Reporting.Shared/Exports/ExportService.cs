using Microsoft.Extensions.Logging;
using Reporting.Exports.Jobs;
using Reporting.Exports.Retention;
using Reporting.Exports.Slices;
using Reporting.Exports.Workflow;

namespace Reporting.Exports;

/// <summary>What can be done with exports from outside: start, look, list, cancel, delete. Who may is decided before.</summary>
public sealed class ExportService(
    ExportIntake intake, ExportJobStore jobs, SliceStore slices, ExpiredFiles expired, IExportRunner runner, TimeProvider time, ILogger<ExportService> logger)
{
    /// <summary>Starts an export; what is wrong with the request is told, not thrown.</summary>
    public Task<ExportStartResult> StartAsync(ExportStart start, CancellationToken cancellationToken) => intake.StartAsync(start, cancellationToken);

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
}

/// <summary>The outcome of a call to cancel or delete an export.</summary>
public enum ExportDeleteOutcome
{
    /// <summary>There is no such export.</summary>
    NotFound,

    /// <summary>It is running and will end as cancelled, unless its file is made this very moment.</summary>
    CancelRequested,

    /// <summary>It had ended and its file is deleted.</summary>
    FileDeleted,

    /// <summary>It had ended and has no file.</summary>
    NothingToDelete,
}
