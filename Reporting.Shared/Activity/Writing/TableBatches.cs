namespace Reporting.Activity.Writing;

/// <summary>Cuts rows into entity-group transactions: one partition, at most 100 rows and 3.5 MiB (Table service limits: 100 and 4 MiB).</summary>
internal static class TableBatches
{
    /// <summary>Most rows of a transaction.</summary>
    public const int MaxRows = 100;

    /// <summary>Most bytes of a transaction, by upper estimate.</summary>
    public const int MaxBytes = 3_670_016;

    /// <summary>Batches of rows that are ascending by partition and key.</summary>
    public static List<IReadOnlyList<PendingRow>> Cut(IReadOnlyList<PendingRow> rows)
    {
        var batches = new List<IReadOnlyList<PendingRow>>();
        var batch = new List<PendingRow>();
        int bytes = 0;
        foreach (PendingRow row in rows)
        {
            bool full = batch.Count > 0 && (batch.Count == MaxRows || bytes + row.Size > MaxBytes
                || !string.Equals(batch[0].Entity.PartitionKey, row.Entity.PartitionKey, StringComparison.Ordinal));
            if (full)
            {
                batches.Add(batch);
                (batch, bytes) = ([], 0);
            }

            batch.Add(row);
            bytes += row.Size;
        }

        if (batch.Count > 0)
        {
            batches.Add(batch);
        }

        return batches;
    }
}
