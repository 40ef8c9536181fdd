using Microsoft.Extensions.Logging;
using Reporting.Activity.Retention;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Telemetry;

namespace Reporting.Exports.Retention;

/// <summary>Ends the retention of files: SUCCESSFUL jobs past their <c>expiresAt</c> become EXPIRED and lose their file.</summary>
internal sealed class FileRetention(ExportJobStore jobs, ExpiredFiles expired, ReportingMeter meter, TimeProvider time, ILogger<FileRetention> logger)
{
    private const int PageSize = 100;

    public async Task RunAsync(RetentionBudget budget, CancellationToken cancellationToken)
    {
        // What an earlier run or an interrupted deletion left behind.
        await ForEachAsync(new ExportListQuery { States = [ExportState.Expired], DeletionPending = true }, DeleteAsync);
        await ForEachAsync(new ExportListQuery { States = [ExportState.Successful], ExpiresBefore = time.GetUtcNow() }, ExpireAsync);

        async Task ForEachAsync(ExportListQuery query, Func<ExportJob, CancellationToken, Task> act)
        {
            await foreach (ExportJob job in jobs.ListAllAsync(query with { PageSize = PageSize }, cancellationToken))
            {
                if (budget.IsSpent)
                {
                    return;
                }

                await act(job, cancellationToken);
                budget.Spend(1);
            }
        }
    }

    private async Task ExpireAsync(ExportJob job, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        ExportChange change = await jobs.UpdateAsync(
            job.Id,
            current => current.State == ExportState.Successful && current.ExpiresAt < now ? ExpiredFiles.Expire(current, "The file's retention has ended.") : null,
            cancellationToken);
        if (change.Job is { State: ExportState.Expired } ended)
        {
            await DeleteAsync(ended, cancellationToken);
        }
    }

    private async Task DeleteAsync(ExportJob job, CancellationToken cancellationToken)
    {
        await expired.DeleteAsync(job, cancellationToken);
        meter.FileDeleted("export");
        ExportRetentionLog.FileDeleted(logger, job.Id);
    }
}

/// <summary>
/// Takes files away: first the job's row says so, then the file goes, then the row says that it is gone. Whatever cuts this short, no link leads to a file
/// that is not there, and the next run of retention ends it. The manifest and its signature stay.
/// </summary>
public sealed class ExpiredFiles(ExportJobStore jobs, ExportFiles files)
{
    /// <summary>A SUCCESSFUL job as it stands once its file is to go.</summary>
    public static ExportJob Expire(ExportJob job, string message)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job with { State = ExportState.Expired, StateMessage = message, DeletionPending = true };
    }

    /// <summary>Deletes the file of an EXPIRED job. Again for one that is gone already does nothing.</summary>
    public async Task DeleteAsync(ExportJob job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        await files.DeleteAsync(job.FileName, cancellationToken);
        await jobs.UpdateAsync(job, current => current.DeletionPending ? current with { DeletionPending = false } : null, cancellationToken);
    }
}

/// <summary>What the retention of files and jobs logs; event ids 3201 to 3299.</summary>
internal static partial class ExportRetentionLog
{
    [LoggerMessage(3201, LogLevel.Information, "Export {JobId} has expired; its file is deleted.")]
    public static partial void FileDeleted(ILogger logger, string jobId);

    [LoggerMessage(3202, LogLevel.Information, "Export {JobId}, {State}, is older than jobs are kept; all but its manifest is removed.")]
    public static partial void JobRemoved(ILogger logger, string jobId, ExportState state);

    [LoggerMessage(3203, LogLevel.Information, "Forgot {Count} idempotency keys.")]
    public static partial void KeysForgotten(ILogger logger, int count);
}
