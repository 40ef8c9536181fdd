using Microsoft.Extensions.Logging;
using Reporting.Exports.Jobs;
using Reporting.Exports.Retention;

namespace Reporting.Exports.Requests;

/// <summary>Withdraws exports: cancels those that run, and deletes the files of those that have ended. The caller decides who may, and audits it.</summary>
public sealed class ExportWithdrawal(ExportJobStore jobs, ExpiredFiles expired, IExportRunner runner, TimeProvider time, ILogger<ExportWithdrawal> logger)
{
    /// <summary>Withdraws a job that has been read; its row is read again only when another writer was faster.</summary>
    /// <param name="seen">The job as it was read.</param>
    /// <param name="by">Who withdraws it: kept in the state message.</param>
    /// <param name="cancellationToken">Gives up; whether the job was changed is then unknown.</param>
    public async Task<ExportWithdrawn> RunAsync(ExportJob seen, string by, CancellationToken cancellationToken)
    {
        ExportChange change = await jobs.UpdateAsync(seen, job => Mark(job, by), cancellationToken);
        if (change.Job is not { } job)
        {
            return new(ExportDeleteOutcome.NotFound, null);
        }

        if (ExportTransitions.IsRunning(job.State))
        {
            await SignalCancelAsync(job, cancellationToken);
            return new(ExportDeleteOutcome.CancelRequested, job);
        }

        if (job.State != ExportState.Expired)
        {
            return new(ExportDeleteOutcome.NothingToDelete, job);
        }

        // Again for one that expired before: should its deletion have been cut short, this ends it.
        await expired.DeleteAsync(job, CancellationToken.None);
        return new(change.Won ? ExportDeleteOutcome.FileDeleted : ExportDeleteOutcome.NothingToDelete, job);
    }

    private ExportJob? Mark(ExportJob job, string by) => job.State switch
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
            ExportWithdrawalLog.SignalFailed(logger, job.Id, exception);
        }
    }
}

/// <summary>How a withdrawal ended.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Job">The job as it is now; null when its row is gone.</param>
public sealed record ExportWithdrawn(ExportDeleteOutcome Outcome, ExportJob? Job);

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

/// <summary>What cancelling and deleting exports logs.</summary>
internal static partial class ExportWithdrawalLog
{
    [LoggerMessage(3002, LogLevel.Warning, "Export {JobId} is marked as cancelled, but its engine could not be told; its slices will see the mark.")]
    public static partial void SignalFailed(ILogger logger, string jobId, Exception exception);
}
