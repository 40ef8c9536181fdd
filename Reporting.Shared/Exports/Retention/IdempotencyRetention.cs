using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reporting.Activity.Retention;
using Reporting.Storage;

namespace Reporting.Exports.Retention;

/// <summary>
/// Removes idempotency keys that are forgotten anyway (<c>Exports:IdempotencyHours</c>). Each under the version that was read: somebody may be about to use the key anew.
/// </summary>
internal sealed class IdempotencyRetention(ReportingStorage storage, IOptions<ExportsOptions> options, TimeProvider time, ILogger<IdempotencyRetention> logger)
{
    /// <summary>Clocks differ: a key is kept a while longer than anybody goes by it.</summary>
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
