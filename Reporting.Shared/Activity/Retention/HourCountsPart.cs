using Azure.Data.Tables;
using Reporting.Activity.Counts;
using Reporting.Storage;

namespace Reporting.Activity.Retention;

/// <summary>The estimates of rows in <c>hourcounts</c> of one table: by day, and whole days are deleted.</summary>
internal sealed class HourCountsPart(ReportingStorage storage, ActivityTable activityTable) : ISweepPart
{
    private readonly TableClient _counts = storage.Tables.GetTableClient(StorageNames.HourCounts);

    public string Name => $"{StorageNames.HourCounts}/{activityTable.Name}";

    public async Task<string?> SweepAsync(string from, SweepRun run, CancellationToken cancellationToken)
    {
        string end = DayCounts.Day(run.Before);
        IAsyncEnumerable<TableEntity> rows = _counts.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {activityTable.Name} and RowKey lt {end}"), select: RowDeletes.KeyColumns, cancellationToken: cancellationToken);
        await foreach (TableEntity[] batch in rows.Chunk(RowDeletes.MaxRows).WithCancellation(cancellationToken))
        {
            if (run.Budget.IsSpent)
            {
                return activityTable.Name;
            }

            await RowDeletes.DeleteAsync(_counts, batch, cancellationToken);
            run.Note(StorageNames.HourCounts, batch.Length);
        }

        return null;
    }
}
