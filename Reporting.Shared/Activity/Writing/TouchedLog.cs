using System.Security.Cryptography;
using Azure.Data.Tables;
using Reporting.Activity.Keys;
using Reporting.Storage;

namespace Reporting.Activity.Writing;

/// <summary>
/// Writes the table <c>touched</c>: which RowKeys of which partition may change with which stamps. An entry is stored before the rows it announces, so a
/// reader of stamps that are behind the watermark finds every row that has one.
/// </summary>
/// <remarks>
/// An entry, once written, never changes: its key ends in the writer and a running number. So neither a late duplicate of an earlier request nor a second
/// call in the same process can narrow it. Many rows have an entry of their own, good for their stamp only, so that a reader of other stamps passes them by.
/// Few rows share entries, each good for a slot of five seconds: what an entry of the slot covers is not written again, and from the second on they reach
/// out in event time, so a steady stream makes a handful of entries a slot, not one a call.
/// </remarks>
internal sealed class TouchedLog(ReportingStorage storage)
{
    /// <summary>Property with the smallest RowKey touched.</summary>
    public const string MinProperty = "minRowKey";

    /// <summary>Property with the largest RowKey touched (inclusive).</summary>
    public const string MaxProperty = "maxRowKey";

    /// <summary>Property with the first stamp that the entry is good for. Entries of a version before have none: they are good for their whole minute.</summary>
    public const string SinceProperty = "changedSince";

    /// <summary>Property with the end of those stamps, exclusive.</summary>
    public const string UntilProperty = "changedUntil";

    // As many as a page of the service has: an entry more is little beside them.
    private const int ManyRows = 1000;
    private const int NarrowEntries = 4;
    private const int BatchRows = 100;
    private static readonly TimeSpan Slot = TimeSpan.FromSeconds(5);
    private readonly TableClient _touched = storage.Tables.GetTableClient(StorageNames.Touched);
    private readonly string _writer = RandomNumberGenerator.GetHexString(12, lowercase: true);
    private readonly Lock _lock = new();
    private readonly Dictionary<(DateTimeOffset Slot, string Table, string Partition), List<TouchedRange>> _shared = [];
    private DateTimeOffset _latestSlot;
    private long _lastNumber;

    /// <summary>Stores that rows of these ranges get the stamp <paramref name="stamp"/>, whole milliseconds; at most one range a partition.</summary>
    public async Task AnnounceAsync(string table, DateTimeOffset stamp, IReadOnlyList<TouchedRange> ranges, CancellationToken cancellationToken)
    {
        DateTimeOffset slot = new(stamp.UtcTicks - (stamp.UtcTicks % Slot.Ticks), TimeSpan.Zero);
        List<TouchedRange> missing = Missing(table, slot, ranges);
        if (missing.Count == 0)
        {
            return;
        }

        TableEntity[] entries = [.. missing.Select(range => IsOwn(range) ? Entry(table, range, stamp, stamp.AddMilliseconds(1)) : Entry(table, range, slot, slot + Slot))];
        await Task.WhenAll(entries.Chunk(BatchRows).Select(chunk => WriteAsync(chunk, cancellationToken)));
        lock (_lock)
        {
            foreach (TouchedRange range in missing.Where(range => !IsOwn(range)))
            {
                Shared(slot, table, range.Partition).Add(range);
            }
        }
    }

    private static bool IsOwn(TouchedRange range) => range.Rows >= ManyRows;

    private List<TouchedRange> Missing(string table, DateTimeOffset slot, IReadOnlyList<TouchedRange> ranges)
    {
        var missing = new List<TouchedRange>();
        lock (_lock)
        {
            if (slot > _latestSlot)
            {
                // Entries of slots before are written again should they be needed again: more rows, never a missing one.
                _shared.Clear();
                _latestSlot = slot;
            }

            foreach (TouchedRange range in ranges)
            {
                List<TouchedRange> shared = Shared(slot, table, range.Partition);
                if (!shared.Exists(entry => entry.Covers(range)))
                {
                    missing.Add(IsOwn(range) || shared.Count == 0 ? range : Widen(range, shared.Count < NarrowEntries ? Slot.Ticks : TimeSpan.TicksPerMinute));
                }
            }
        }

        return missing;
    }

    private TableEntity Entry(string table, TouchedRange range, DateTimeOffset since, DateTimeOffset until) =>
        new(ActivityKeys.TouchedPartition(table, since), ActivityKeys.TouchedRow(since, range.Partition, NextWriter()))
        {
            [MinProperty] = range.Min, [MaxProperty] = range.Max, [SinceProperty] = Rfc3339.Format(since), [UntilProperty] = Rfc3339.Format(until),
        };

    private async Task WriteAsync(TableEntity[] entries, CancellationToken cancellationToken)
    {
        if (entries.Length == 1)
        {
            await _touched.UpsertEntityAsync(entries[0], TableUpdateMode.Replace, cancellationToken);
        }
        else
        {
            await _touched.SubmitTransactionAsync(entries.Select(entry => new TableTransactionAction(TableTransactionActionType.UpsertReplace, entry)), cancellationToken);
        }
    }

    private List<TouchedRange> Shared(DateTimeOffset slot, string table, string partition)
    {
        if (!_shared.TryGetValue((slot, table, partition), out List<TouchedRange>? entries))
        {
            entries = [];
            _shared.Add((slot, table, partition), entries);
        }

        return entries;
    }

    private string NextWriter() => string.Create(CultureInfo.InvariantCulture, $"{_writer}.{Interlocked.Increment(ref _lastNumber):x}");

    // Out to full units of event time; the end is the next unit's ticks, which no RowKey equals (they go on with '-').
    private static TouchedRange Widen(TouchedRange range, long unit)
    {
        long min = KeyTicks.Of(range.Min);
        long max = KeyTicks.Of(range.Max);
        return range with { Min = KeyTicks.Format(min - (min % unit)), Max = KeyTicks.Format(max - (max % unit) + unit) };
    }
}

/// <summary>A range of RowKeys of one partition that is about to be written to.</summary>
/// <param name="Partition">The PartitionKey.</param>
/// <param name="Min">Smallest RowKey.</param>
/// <param name="Max">Largest RowKey.</param>
/// <param name="Rows">How many rows of it are written.</param>
internal readonly record struct TouchedRange(string Partition, string Min, string Max, int Rows)
{
    /// <summary>True when the other range lies within this one.</summary>
    public bool Covers(TouchedRange other) => string.CompareOrdinal(Min, other.Min) <= 0 && string.CompareOrdinal(other.Max, Max) <= 0;
}
