using System.Globalization;
using System.Security.Cryptography;
using Azure.Data.Tables;
using Reporting.Activity.Keys;
using Reporting.Storage;

namespace Reporting.Activity.Writing;

/// <summary>
/// Writes the table <c>touched</c>: which RowKeys of which partition may have changed in which minute of ingest. An entry is stored
/// before the rows it announces, so a reader of a minute that is over finds every row stamped in it.
/// </summary>
/// <remarks>
/// An entry, once written, never changes: its key ends in the writer and a running number. So neither a late duplicate of an
/// earlier request nor a second call in the same process can narrow it. What an entry of the same minute covers already is not
/// written again; from the second on, entries of a partition and minute reach out to full minutes of event time, so a
/// steady stream of events of now makes a handful of entries a minute, not one a call.
/// </remarks>
internal sealed class TouchedLog(ReportingStorage storage)
{
    /// <summary>Property with the smallest RowKey touched.</summary>
    public const string MinProperty = "minRowKey";

    /// <summary>Property with the largest RowKey touched (inclusive).</summary>
    public const string MaxProperty = "maxRowKey";

    private const int BatchRows = 100;
    private readonly TableClient _touched = storage.Tables.GetTableClient(StorageNames.Touched);
    private readonly string _writer = RandomNumberGenerator.GetHexString(12, lowercase: true);
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Minute, string Table, string Partition), List<TouchedRange>> _written = [];
    private string _latestMinute = "";
    private long _lastNumber;

    /// <summary>Stores that rows of these ranges get the stamp <paramref name="stamp"/>; at most one range a partition.</summary>
    public async Task AnnounceAsync(string table, DateTimeOffset stamp, IReadOnlyList<TouchedRange> ranges, CancellationToken cancellationToken)
    {
        List<TouchedRange> missing = Missing(table, stamp, ranges);
        if (missing.Count == 0)
        {
            return;
        }

        await Task.WhenAll(missing.Chunk(BatchRows).Select(chunk => WriteAsync(table, stamp, chunk, cancellationToken)));
        lock (_lock)
        {
            string minute = ActivityKeys.TouchedMinute(stamp);
            foreach (TouchedRange range in missing)
            {
                Entries(minute, table, range.Partition).Add(range);
            }
        }
    }

    private List<TouchedRange> Missing(string table, DateTimeOffset stamp, IReadOnlyList<TouchedRange> ranges)
    {
        string minute = ActivityKeys.TouchedMinute(stamp);
        var missing = new List<TouchedRange>();
        lock (_lock)
        {
            if (string.CompareOrdinal(minute, _latestMinute) > 0)
            {
                // Entries of minutes before are written again should they be needed again: more rows, never a missing one.
                _written.Clear();
                _latestMinute = minute;
            }

            foreach (TouchedRange range in ranges)
            {
                List<TouchedRange> written = Entries(minute, table, range.Partition);
                if (!written.Exists(entry => entry.Covers(range)))
                {
                    missing.Add(written.Count == 0 ? range : Widen(range));
                }
            }
        }

        return missing;
    }

    private async Task WriteAsync(string table, DateTimeOffset stamp, TouchedRange[] ranges, CancellationToken cancellationToken)
    {
        string partition = ActivityKeys.TouchedPartition(table, stamp);
        TableTransactionAction[] actions = [.. ranges.Select(range => new TableTransactionAction(
            TableTransactionActionType.UpsertReplace,
            new TableEntity(partition, ActivityKeys.TouchedRow(stamp, range.Partition, NextWriter())) { [MinProperty] = range.Min, [MaxProperty] = range.Max }))];
        if (actions.Length == 1)
        {
            await _touched.UpsertEntityAsync((TableEntity)actions[0].Entity, TableUpdateMode.Replace, cancellationToken);
        }
        else
        {
            await _touched.SubmitTransactionAsync(actions, cancellationToken);
        }
    }

    private List<TouchedRange> Entries(string minute, string table, string partition)
    {
        if (!_written.TryGetValue((minute, table, partition), out List<TouchedRange>? entries))
        {
            entries = [];
            _written.Add((minute, table, partition), entries);
        }

        return entries;
    }

    private string NextWriter() => string.Create(CultureInfo.InvariantCulture, $"{_writer}.{Interlocked.Increment(ref _lastNumber):x}");

    // Out to full minutes of event time; the end is the next minute's ticks, which no RowKey equals (they go on with '-').
    private static TouchedRange Widen(TouchedRange range)
    {
        long min = KeyTicks.Of(range.Min);
        long max = KeyTicks.Of(range.Max);
        return range with { Min = KeyTicks.Format(min - (min % TimeSpan.TicksPerMinute)), Max = KeyTicks.Format(max - (max % TimeSpan.TicksPerMinute) + TimeSpan.TicksPerMinute) };
    }
}

/// <summary>A range of RowKeys of one partition that is about to be written to.</summary>
/// <param name="Partition">The PartitionKey.</param>
/// <param name="Min">Smallest RowKey.</param>
/// <param name="Max">Largest RowKey.</param>
internal readonly record struct TouchedRange(string Partition, string Min, string Max)
{
    /// <summary>True when the other range lies within this one.</summary>
    public bool Covers(TouchedRange other) => string.CompareOrdinal(Min, other.Min) <= 0 && string.CompareOrdinal(other.Max, Max) <= 0;
}
