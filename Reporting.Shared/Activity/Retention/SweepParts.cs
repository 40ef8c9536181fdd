using Azure;
using Azure.Data.Tables;
using Reporting.Activity.Counts;
using Reporting.Activity.Keys;
using Reporting.Activity.Records;
using Reporting.Storage;

namespace Reporting.Activity.Retention;

/// <summary>A part of what retention deletes: one bucket of one table, say.</summary>
internal interface ISweepPart
{
    /// <summary>Its name in the stored position; never changes.</summary>
    string Name { get; }

    /// <summary>Deletes what is old enough, from a key on, until the run's budget is spent.</summary>
    /// <param name="from">Where an earlier run stopped; empty for the beginning.</param>
    /// <param name="run">What may be deleted and how much of it.</param>
    /// <param name="cancellationToken">Gives up; what is deleted stays deleted.</param>
    /// <returns>Where it stopped, or null when all of the part is done.</returns>
    Task<string?> SweepAsync(string from, SweepRun run, CancellationToken cancellationToken);
}

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

/// <summary>
/// The entries of <c>touched</c> for one table. An entry says in which hour of the log rows were written; a reader of changes, however far back it
/// begins (a collector's cursor never expires), needs it as long as that hour has rows. So an entry goes when the hour it points into has gone,
/// whatever minute it stands under, and never before.
/// </summary>
internal sealed class TouchedPart(ReportingStorage storage, ActivityTable activityTable) : ISweepPart
{
    private readonly TableClient _touched = storage.Tables.GetTableClient(StorageNames.Touched);

    public string Name => $"{StorageNames.Touched}/{activityTable.Name}";

    public async Task<string?> SweepAsync(string from, SweepRun run, CancellationToken cancellationToken)
    {
        // Entries of later minutes for hours before wait until their own minute is as old: there are few, and finding them would mean reading all.
        string begin = from.Length == 0 ? activityTable.Name + "-" : from;
        string end = ActivityKeys.TouchedPartition(activityTable.Name, run.Before);
        string before = ActivityKeys.Hour(run.Before);
        AsyncPageable<TableEntity> entries = _touched.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey ge {begin} and PartitionKey lt {end}"), select: RowDeletes.KeyColumns, cancellationToken: cancellationToken);
        await foreach (Page<TableEntity> page in entries.AsPages().WithCancellation(cancellationToken))
        {
            IEnumerable<TableEntity> gone = page.Values.Where(entry => string.CompareOrdinal(ActivityKeys.TouchedHour(entry.RowKey), before) < 0);
            foreach (TableEntity[] batch in gone.GroupBy(entry => entry.PartitionKey, StringComparer.Ordinal).SelectMany(hour => hour.Chunk(RowDeletes.MaxRows)))
            {
                if (run.Budget.IsSpent)
                {
                    return batch[0].PartitionKey;
                }

                await RowDeletes.DeleteAsync(_touched, batch, cancellationToken);
                run.Note(StorageNames.Touched, batch.Length);
            }
        }

        return null;
    }
}

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
