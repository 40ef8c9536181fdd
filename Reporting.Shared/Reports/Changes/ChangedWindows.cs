using Azure.Data.Tables;
using Reporting.Activity.Keys;
using Reporting.Activity.Records;
using Reporting.Activity.Scanning;
using Reporting.Activity.Writing;
using Reporting.Storage;

namespace Reporting.Reports.Changes;

/// <summary>
/// Finds where rows have changed without looking where they have not. A writer announces in the table <c>touched</c>, under the minute of the rows'
/// <c>changedAt</c> and with the times of change for which that is good, which keys it is about to write; so the entries of a range of <c>changedAt</c> name every row that
/// changed in it, and perhaps rows that did not.
/// </summary>
public sealed class ChangedWindows(ReportingStorage storage)
{
    private const int MinuteLength = 12;
    private const int PartitionStart = MinuteLength + 1;
    private const int PartitionLength = 13;
    private static readonly string[] Columns = ["RowKey", TouchedLog.MinProperty, TouchedLog.MaxProperty, TouchedLog.SinceProperty, TouchedLog.UntilProperty];

    /// <summary>
    /// The windows in which rows of the report may have changed in <paramref name="changed"/>, ascending by key, then partition. For usage, those of runs and of commits together.
    /// Rows in the windows still have to be tested for <c>changedAt</c>.
    /// </summary>
    /// <exception cref="Azure.RequestFailedException">The service refused.</exception>
    public async Task<IReadOnlyList<KeyWindow>> FindAsync(ReportDefinition report, ChangedRange changed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(changed);
        if (changed.Until <= changed.Since)
        {
            return [];
        }

        var touched = new Dictionary<string, List<KeyRange>>(StringComparer.Ordinal);
        foreach (ActivityTable table in report.Tables)
        {
            await ReadAsync(table, changed, touched, cancellationToken);
        }

        return
        [
            .. touched
                .SelectMany(partition => TickRanges.Merge(partition.Value).Select(keys => new KeyWindow(partition.Key, keys)))
                .OrderBy(window => window.Keys.From, StringComparer.Ordinal).ThenBy(window => window.Partition, StringComparer.Ordinal),
        ];
    }

    private async Task ReadAsync(ActivityTable table, ChangedRange changed, Dictionary<string, List<KeyRange>> touched, CancellationToken cancellationToken)
    {
        // An announcement stands in the minute of its rows' changedAt exactly: both are of one stamp. Within a minute its own times tell.
        DateTimeOffset first = changed.Since;
        DateTimeOffset last = changed.Until.AddTicks(-1);
        string filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {ActivityKeys.TouchedPartition(table.Name, first)} and PartitionKey le {ActivityKeys.TouchedPartition(table.Name, last)} and RowKey ge {ActivityKeys.TouchedMinute(first)} and RowKey lt {ActivityKeys.TouchedMinute(last) + "~"}");
        (string firstStamp, string lastStamp) = (Rfc3339.Format(first), Rfc3339.Format(last));
        await foreach (TableEntity entry in storage.Tables.GetTableClient(StorageNames.Touched)
            .QueryAsync<TableEntity>(filter, select: Columns, cancellationToken: cancellationToken))
        {
            if (IsOutside(entry, firstStamp, lastStamp))
            {
                continue;
            }

            string partition = entry.RowKey.Substring(PartitionStart, PartitionLength);
            if (!touched.TryGetValue(partition, out List<KeyRange>? ranges))
            {
                ranges = [];
                touched.Add(partition, ranges);
            }

            ranges.Add(TickRanges.Around(entry.GetString(TouchedLog.MinProperty), entry.GetString(TouchedLog.MaxProperty)));
        }
    }

    // An entry of a version before has no times: it is good for the whole of its minute.
    private static bool IsOutside(TableEntity entry, string first, string last) =>
        entry.GetString(TouchedLog.SinceProperty) is { } since && entry.GetString(TouchedLog.UntilProperty) is { } until
        && (string.CompareOrdinal(since, last) > 0 || string.CompareOrdinal(until, first) <= 0);
}

/// <summary>Keys of one partition among which rows may have changed; all others have not.</summary>
/// <param name="Partition">The PartitionKey: bucket, <c>-</c>, hour.</param>
/// <param name="Keys">The keys, cut at whole ticks.</param>
public sealed record KeyWindow(string Partition, KeyRange Keys)
{
    /// <summary>The keys of some windows regardless of partition: apart from each other, ascending. What a reader over all buckets has to read.</summary>
    public static IReadOnlyList<KeyRange> Merge(IEnumerable<KeyWindow> windows) => TickRanges.Merge(windows.Select(window => window.Keys));
}
