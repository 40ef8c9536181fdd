using Azure;
using Azure.Data.Tables;
using Reporting.Activity.Keys;
using Reporting.Storage;

namespace Reporting.Activity.Retention;

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
