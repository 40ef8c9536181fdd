using Azure;
using Azure.Data.Tables;

namespace Reporting.Activity.Writing;

/// <summary>Reads what the service holds under the keys of rows to be written.</summary>
internal static class StoredRows
{
    // Point reads are cheapest for a few rows; from here on one range read is, when the rows lie close together.
    private const int PointReads = 4;
    private const int MaxPages = 3;

    /// <summary>Sets <see cref="PendingRow.Stored"/> of each row; all are of one partition, ascending by RowKey.</summary>
    public static async Task ReadAsync(TableClient table, IReadOnlyList<PendingRow> rows, CancellationToken cancellationToken)
    {
        int unread = 0;
        if (rows.Count > PointReads)
        {
            unread = await ReadRangeAsync(table, rows, cancellationToken);
        }

        // What the range read did not reach: the rows lie far apart between others.
        await Parallel.ForEachAsync(rows.Skip(unread), new ParallelOptions { MaxDegreeOfParallelism = PointReads, CancellationToken = cancellationToken }, async (row, token) =>
        {
            NullableResponse<TableEntity> response = await table.GetEntityIfExistsAsync<TableEntity>(row.Entity.PartitionKey, row.Entity.RowKey, cancellationToken: token);
            row.Stored = response.HasValue ? response.Value : null;
            row.StoredIsKnown = true;
        });
    }

    private static async Task<int> ReadRangeAsync(TableClient table, IReadOnlyList<PendingRow> rows, CancellationToken cancellationToken)
    {
        string partition = rows[0].Entity.PartitionKey;
        string first = rows[0].Entity.RowKey;
        string last = rows[^1].Entity.RowKey;
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first} and RowKey le {last}");
        int next = 0;
        int pages = 0;
        await foreach (Page<TableEntity> page in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).AsPages())
        {
            foreach (TableEntity stored in page.Values)
            {
                int order;
                for (; next < rows.Count && (order = string.CompareOrdinal(rows[next].Entity.RowKey, stored.RowKey)) <= 0; next++)
                {
                    Set(rows[next], order == 0 ? stored : null);
                }
            }

            if (++pages == MaxPages && page.ContinuationToken is not null)
            {
                return next;
            }
        }

        for (; next < rows.Count; next++)
        {
            Set(rows[next], null);
        }

        return next;
    }

    private static void Set(PendingRow row, TableEntity? stored)
    {
        row.Stored = stored;
        row.StoredIsKnown = true;
    }
}
