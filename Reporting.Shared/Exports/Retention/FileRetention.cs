using Microsoft.Extensions.Logging;
using Reporting.Activity.Retention;
using Reporting.Exports.Jobs;
using Reporting.Telemetry;

namespace Reporting.Exports.Retention;

/// <summary>Ends the retention of files: SUCCESSFUL jobs past their <c>expiresAt</c> become EXPIRED and lose their file.</summary>
internal sealed class FileRetention(ExportJobStore jobs, ExpiredFiles expired, ReportingMeter meter, TimeProvider time, ILogger<FileRetention> logger)
{
    private const int PageSize = 100;

    public async Task RunAsync(RetentionBudget budget, CancellationToken cancellationToken)
    {
        // What an earlier run, or somebody who deleted a file, could not end.
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
