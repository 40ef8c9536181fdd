using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reporting.Activity.Retention;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Slices;
using Reporting.Storage;
using Reporting.Telemetry;

namespace Reporting.Exports.Retention;

/// <summary>
/// Removes jobs that ended and were asked for more than <c>Exports:JobRetentionDays</c> ago: the rows of their slices, their plan, what is left of a file, and last
/// their row, so that a run that is cut short is ended by the next. The manifest and its signature stay for good: they are the evidence of what was handed out.
/// </summary>
internal sealed class JobRetention(
    ExportJobStore jobs, SliceStore slices, ExportFiles files, IOptions<ExportsOptions> options, ReportingMeter meter, TimeProvider time, ILogger<JobRetention> logger)
{
    private const int PageSize = 100;

    public async Task RunAsync(RetentionBudget budget, CancellationToken cancellationToken)
    {
        var query = new ExportListQuery
        {
            States = [ExportState.Failed, ExportState.Canceled, ExportState.Expired], CreatedBefore = time.GetUtcNow().AddDays(-options.Value.JobRetentionDays), PageSize = PageSize,
        };
        await foreach (ExportJob job in jobs.ListAllAsync(query, cancellationToken))
        {
            if (budget.IsSpent)
            {
                return;
            }

            await RemoveAsync(job, cancellationToken);
            budget.Spend(1);
        }
    }

    private async Task RemoveAsync(ExportJob job, CancellationToken cancellationToken)
    {
        if (job.State == ExportState.Expired)
        {
            await files.DeleteAsync(job.FileName, cancellationToken);
            await files.DeleteAsync(ExportNames.Plan(job.Id), cancellationToken);
        }
        else
        {
            // Its file was never announced, so nothing of it is evidence.
            await files.DeleteAllAsync(job.Id, cancellationToken);
        }

        await slices.DeleteAllAsync(job.Id, cancellationToken);
        await jobs.DeleteAsync(job.Id, cancellationToken);
        meter.JobRemoved();
        ExportRetentionLog.JobRemoved(logger, job.Id, job.State);
    }
}

/// <summary>
/// Removes idempotency keys that are forgotten anyway (<c>Exports:IdempotencyHours</c>). Each under the version that was read: a request may be about to reuse the key.
/// </summary>
internal sealed class IdempotencyRetention(ReportingStorage storage, IOptions<ExportsOptions> options, TimeProvider time, ILogger<IdempotencyRetention> logger)
{
    /// <summary>Clocks differ: a key is kept somewhat longer than it is honoured.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);
    private readonly TableClient _table = storage.Tables.GetTableClient(StorageNames.Idempotency);

    public async Task RunAsync(RetentionBudget budget, CancellationToken cancellationToken)
    {
        string before = ExportTime.Format(time.GetUtcNow().AddHours(-options.Value.IdempotencyHours) - Margin);
        AsyncPageable<TableEntity> rows = _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"createdAt lt {before}"), cancellationToken: cancellationToken);
        int count = 0;
        await foreach (TableEntity row in rows)
        {
            if (budget.IsSpent)
            {
                break;
            }

            ConditionalWrite deleted = await ConditionalWrites.DeleteAsync(_table, row.PartitionKey, row.RowKey, row.ETag, cancellationToken);
            count += deleted.Done ? 1 : 0;
            budget.Spend(1);
        }

        if (count > 0)
        {
            ExportRetentionLog.KeysForgotten(logger, count);
        }
    }
}
