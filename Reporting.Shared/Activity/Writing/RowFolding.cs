using Reporting.Rows;

namespace Reporting.Activity.Writing;

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
