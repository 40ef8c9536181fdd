using Azure.Data.Tables;
using Reporting.Activity.Keys;
using Reporting.Activity.Records;
using Reporting.Activity.Scanning;
using Reporting.Reports;
using Reporting.Reports.Changes;
using Reporting.Storage;

namespace Reporting.Api.AuditLogs.Feed;

/// <summary>
/// Reads the audit events that changed in a range of time, wherever in the log they stand, in the order of their keys. One page of the service is read at
/// a time and none ahead, so a page of the feed costs about what it gives, however much changed in the range.
/// </summary>
internal sealed class FeedScan(IActivityScanner scanner, ChangedWindows windows)
{
    private const int MaxPageRows = 1000;

    // Above this, one scan over all the keys is cheaper than one for each range.
    private const int MaxRanges = 100;

    // What is looked at in one request where the rows in a range that changed are few among many.
    private const int MaxScanned = 20_000;

    // A range is up to three queries, each of which may end with an empty page; more of them are those of a service that has looked through what it may in one request.
    private const int MaxEmptyPages = 3;

    private static readonly int ChangedAt = FeedLines.Schema.IndexOf("changedAt");

    /// <summary>Adds the events of the range behind a key to <paramref name="lines"/>.</summary>
    /// <param name="changed">The range.</param>
    /// <param name="after">Only what stands behind this key; empty for all.</param>
    /// <param name="lines">Takes the rows.</param>
    /// <param name="isTimeUp">Whether to stop; nevertheless it comes some way.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The key behind which to go on; null when the range has been read to its end.</returns>
    public async Task<string?> ReadAsync(ChangedRange changed, string after, FeedLines lines, Func<bool> isTimeUp, CancellationToken cancellationToken)
    {
        IReadOnlyList<KeyWindow> found = await windows.FindAsync(FeedLines.Report, changed, cancellationToken);
        int buckets = found.Select(window => window.Partition[..2]).Distinct(StringComparer.Ordinal).Count();
        List<KeyRange> ranges = Behind(after, KeyWindow.Merge(found));
        foreach (KeyRange keys in ranges)
        {
            (bool isFound, string? reached) = await ReadAsync(changed, keys, PageRows(lines.Room, buckets), isFiltered: true, lines, isTimeUp, cancellationToken);
            if (!isFound)
            {
                (_, reached) = await ReadAsync(changed, keys, MaxPageRows, isFiltered: false, lines, isTimeUp, cancellationToken);
            }

            if (reached is not null || (keys != ranges[^1] && (lines.AreFull || isTimeUp())))
            {
                return reached ?? keys.To;
            }
        }

        return null;
    }

    private static List<KeyRange> Behind(string after, IReadOnlyList<KeyRange> ranges)
    {
        List<KeyRange> left = [.. ranges
            .Where(range => string.CompareOrdinal(range.To, after) > 0)
            .Select(range => string.CompareOrdinal(range.From, after) < 0 ? range.After(after) : range)];
        return left.Count > MaxRanges ? [left[0] with { To = left[^1].To }] : left;
    }

    // One more than there is room for tells whether a range ends here. Several buckets share a page about evenly.
    private static int PageRows(int room, int buckets) => Math.Min(MaxPageRows, buckets <= 1 ? room + 1 : (room * 5 / (4 * buckets)) + 16);

    // Reads until the page is full or the time is up; gives false when the service has looked through what it looks through in some requests, and found nothing.
    private async Task<(bool IsFound, string? Reached)> ReadAsync(
        ChangedRange changed, KeyRange keys, int pageRows, bool isFiltered, FeedLines lines, Func<bool> isTimeUp, CancellationToken cancellationToken)
    {
        (string since, string until) = (Rfc3339.Format(changed.Since), Rfc3339.Format(changed.Until));
        int emptyPages = 0;
        int scanned = 0;
        string? reached = null;
        await using IRowReader reader = scanner.Open(new ScanRequest
        {
            Table = AuditEvents.Table,
            Keys = keys,
            Schema = FeedLines.Schema,
            Filter = isFiltered ? $"changedAt ge '{since}' and changedAt lt '{until}'" : null,
            PageSize = pageRows,
            ReadsAhead = false,
        });
        while (await reader.LoadAsync(cancellationToken))
        {
            int before = scanned;
            while (reader.TryRead())
            {
                RowView row = reader.Current;
                string changedAt = Encoding.ASCII.GetString(row[ChangedAt]);
                string key = Encoding.UTF8.GetString(reader.CurrentKey);
                bool isOfRange = string.CompareOrdinal(changedAt, since) >= 0 && string.CompareOrdinal(changedAt, until) < 0;
                if (isOfRange && !lines.TryAdd(row, changedAt, key))
                {
                    return (true, reached ?? keys.From);
                }

                reached = key;
                scanned++;
            }

            emptyPages += scanned == before ? 1 : 0;
            bool isPageFull = lines.AreFull && scanned - before >= pageRows;
            if (reached is not null ? isPageFull || isTimeUp() || scanned >= MaxScanned || emptyPages > MaxEmptyPages : isFiltered && (emptyPages > MaxEmptyPages || (emptyPages > 0 && isTimeUp())))
            {
                return (reached is not null, reached);
            }
        }

        return (true, null);
    }
}

/// <summary>Finds the next minute in which audit events were written, so that quiet time costs nothing.</summary>
internal sealed class TouchedMinutes(ReportingStorage storage)
{
    private readonly TableClient _touched = storage.Tables.GetTableClient(StorageNames.Touched);

    /// <summary>The first such minute at or after that of <paramref name="from"/>, or null.</summary>
    public async Task<DateTimeOffset?> FindNextAsync(DateTimeOffset from, CancellationToken cancellationToken)
    {
        // Two queries, since one with "or" would make the service scan the table.
        string hour = ActivityKeys.TouchedPartition(AuditEvents.Table.Name, from);
        string end = AuditEvents.Table.Name + "-:"; // ':' follows '9'
        return await FirstAsync(TableClient.CreateQueryFilter($"PartitionKey eq {hour} and RowKey ge {ActivityKeys.TouchedMinute(from)}"), cancellationToken)
            ?? await FirstAsync(TableClient.CreateQueryFilter($"PartitionKey gt {hour} and PartitionKey lt {end}"), cancellationToken);
    }

    private async Task<DateTimeOffset?> FirstAsync(string filter, CancellationToken cancellationToken)
    {
        await foreach (TableEntity entry in _touched.QueryAsync<TableEntity>(filter, maxPerPage: 1, select: ["RowKey"], cancellationToken: cancellationToken))
        {
            return ActivityKeys.ParseHour(entry.RowKey.AsSpan(0, 10)).AddMinutes(int.Parse(entry.RowKey.AsSpan(10, 2), System.Globalization.CultureInfo.InvariantCulture));
        }

        return null;
    }
}
