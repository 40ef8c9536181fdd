using Azure.Data.Tables;
using Reporting.Activity.Buckets;
using Reporting.Activity.Keys;
using Reporting.Activity.Records;

namespace Reporting.Activity.Writing;

/// <summary>A row on its way into a table, and what is known of it on the way.</summary>
internal sealed class PendingRow
{
    // Around each operation of an entity-group transaction: MIME part, request line, headers, keys and stamps.
    private const int OperationOverhead = 1_000;

    /// <summary>A record's row in a table of its kind.</summary>
    public PendingRow(ActivityTable table, ActivityRecord record, int index, BucketLayout buckets)
        : this(table.Kind, record, index, table.PlaceOf(record), buckets)
    {
    }

    /// <summary>A record's row at this place.</summary>
    public PendingRow(RecordKind kind, ActivityRecord record, int index, RowPlace place, BucketLayout buckets)
    {
        (Index, Time, Phase) = (index, place.Time, kind.PhaseOf(record));
        int bucket = ActivityKeys.Bucket(place.Spread, buckets.CountAt(place.Time));
        Entity = new TableEntity(ActivityKeys.Partition(bucket, place.Time), place.RowKey);
        Size = OperationOverhead;
        foreach (RecordField field in kind.Fields)
        {
            if (field.ValueOf(record) is { } value)
            {
                Size += field.Name.Length + StoredValue.Size(value);
                Entity[field.Name] = value;
            }
        }

        if (kind.PhaseTicksOf(record) is > 0 and int ticks)
        {
            Entity[RecordPhase.Ticks] = ticks;
        }
    }

    /// <summary>Place in the call; of several with one key, the one that won.</summary>
    public int Index { get; }

    /// <summary>The event's time.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Ordinally greater for a later phase of the same row.</summary>
    public string Phase { get; }

    /// <summary>The row as it will be stored, without stamps until it is sent.</summary>
    public TableEntity Entity { get; }

    /// <summary>Upper estimate of its bytes in a request.</summary>
    public int Size { get; }

    /// <summary>What the service holds under the key, when <see cref="StoredIsKnown"/>; null for nothing.</summary>
    public TableEntity? Stored { get; set; }

    /// <summary>True when <see cref="Stored"/> was read and nothing has been sent since.</summary>
    public bool StoredIsKnown { get; set; }

    /// <summary>What the last sending would make of it; <see cref="RowOutcome.Pending"/> before the first.</summary>
    public RowOutcome Sent { get; set; }

    /// <summary>Its outcome.</summary>
    public RowOutcome Outcome { get; set; }

    /// <summary>Why it was rejected.</summary>
    public RecordProblem? Problem { get; set; }
}

/// <summary>Folds the rows of one call that have the same key into one: the last phase wins.</summary>
internal static class RowFolding
{
    /// <summary>
    /// One row for each key. Among rows of one phase that differ, the one whose columns are ordinally greatest wins, so the
    /// result does not depend on the order of the rows.
    /// </summary>
    public static Dictionary<(string Partition, string Key), PendingRow> Fold(ActivityTable table, IEnumerable<PendingRow> rows)
    {
        var folded = new Dictionary<(string, string), PendingRow>();
        foreach (PendingRow row in rows)
        {
            (string, string) key = (row.Entity.PartitionKey, row.Entity.RowKey);
            if (!folded.TryGetValue(key, out PendingRow? other) || Compare(table, row, other) > 0)
            {
                folded[key] = row;
            }
        }

        return folded;
    }

    private static int Compare(ActivityTable table, PendingRow one, PendingRow other)
    {
        int order = string.CompareOrdinal(one.Phase, other.Phase);
        foreach (RowColumn column in table.Columns)
        {
            if (order != 0)
            {
                break;
            }

            order = StoredValue.Compare(StoredValue.Get(one.Entity, column.Name), StoredValue.Get(other.Entity, column.Name));
        }

        return order;
    }
}
