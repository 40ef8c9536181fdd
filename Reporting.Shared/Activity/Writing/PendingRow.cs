using Azure.Data.Tables;
using Reporting.Activity.Records;
using Reporting.Rows;

namespace Reporting.Activity.Writing;

/// <summary>A row on its way into a table, and what is known of it on the way.</summary>
internal sealed class PendingRow
{
    // Around each operation of an entity-group transaction: MIME part, request line, headers, keys and stamps.
    private const int OperationOverhead = 1_000;

    /// <summary>A row of these values, in the order of the table's columns (without the stamps); null for absent.</summary>
    public PendingRow(ActivityTable table, int index, string partitionKey, string rowKey, DateTimeOffset time, string phase, ReadOnlySpan<object?> values)
    {
        (Index, Time, Phase) = (index, time, phase);
        Entity = new TableEntity(partitionKey, rowKey);
        Size = OperationOverhead;
        for (int ordinal = 0; ordinal < values.Length; ordinal++)
        {
            if (values[ordinal] is not { } value)
            {
                continue;
            }

            RowColumn column = table.Columns[ordinal];
            Size += column.Name.Length + StoredValue.Size(value);
            Entity[column.Name] = value;
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
