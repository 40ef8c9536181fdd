using Azure;
using Azure.Data.Tables;
using Reporting.Activity.Keys;
using Reporting.Storage;

namespace Reporting.Activity.Retention;

/// <summary>The rows of one bucket of one table of the log: hour by hour, so that a run can stop behind any and an hour that is being read can be passed over.</summary>
internal sealed class BucketPart(ReportingStorage storage, ActivityTable activityTable, string bucket) : ISweepPart
{
    // One partition takes some thousand rows a second (Table service: 2,000 entities), which this many transactions at a time reach.
    private const int ParallelBatches = 4;
    private const int HourStart = 3;
    private readonly TableClient _table = storage.Tables.GetTableClient(activityTable.Name);

    public string Name => $"{activityTable.Name}/{bucket}";

    public async Task<string?> SweepAsync(string from, SweepRun run, CancellationToken cancellationToken)
    {
        string end = PartitionOf(run.Before);
        from = from.Length == 0 ? bucket + "-" : from;
        while (!run.Budget.IsSpent)
        {
            if (await FindPartitionAsync(from, end, cancellationToken) is not { } partition)
            {
                return null;
            }

            DateTimeOffset hour = ActivityKeys.ParseHour(partition.AsSpan(HourStart));
            if (run.KeptUntil(hour) is { } free)
            {
                from = PartitionOf(free);
                continue;
            }

            await run.BeginAsync(cancellationToken);
            from = await EmptyAsync(partition, run, cancellationToken) ? PartitionOf(hour.AddHours(1)) : partition;
        }

        return from;
    }

    private string PartitionOf(DateTimeOffset hour) => $"{bucket}-{ActivityKeys.Hour(hour)}";

    private async Task<string?> FindPartitionAsync(string from, string end, CancellationToken cancellationToken)
    {
        AsyncPageable<TableEntity> rows = _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {end}"), maxPerPage: 1, select: ["PartitionKey"], cancellationToken: cancellationToken);
        return (await rows.FirstOrDefaultAsync(cancellationToken))?.PartitionKey;
    }

    /// <summary>True when the partition is empty, false when the budget was spent before.</summary>
    private async Task<bool> EmptyAsync(string partition, SweepRun run, CancellationToken cancellationToken)
    {
        AsyncPageable<TableEntity> rows = _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), select: RowDeletes.KeyColumns, cancellationToken: cancellationToken);
        await foreach (Page<TableEntity> page in rows.AsPages().WithCancellation(cancellationToken))
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelBatches, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(page.Values.Chunk(RowDeletes.MaxRows), parallel, async (batch, token) =>
            {
                if (!run.Budget.IsSpent)
                {
                    await RowDeletes.DeleteAsync(_table, batch, token);
                    run.Note(activityTable.Name, batch.Length);
                }
            });
            if (run.Budget.IsSpent)
            {
                return false;
            }
        }

        return true;
    }
}
