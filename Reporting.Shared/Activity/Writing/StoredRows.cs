using Azure;
using Azure.Data.Tables;

namespace Reporting.Activity.Writing;

/// <summary>Reads what the service holds under the keys of rows to be written.</summary>
internal static class StoredRows
{
    // Point reads are cheapest for a few rows; from here on one range read is, when the rows lie close together.
    private const int PointReads = 4;

    /// <summary>Sets <see cref="PendingRow.Stored"/> of each row; all are of one partition, ascending by RowKey.</summary>
    public static async Task ReadAsync(TableClient table, IReadOnlyList<PendingRow> rows, CancellationToken cancellationToken)
    {
        int read = rows.Count > PointReads ? await ReadRangeAsync(table, rows, maxPages: 3, cancellationToken) : 0;

        // What the range read did not reach: the rows lie far apart between others.
        await Parallel.ForEachAsync(rows.Skip(read), new ParallelOptions { MaxDegreeOfParallelism = PointReads, CancellationToken = cancellationToken }, async (row, token) =>
        {
            NullableResponse<TableEntity> response = await table.GetEntityIfExistsAsync<TableEntity>(row.Entity.PartitionKey, row.Entity.RowKey, cancellationToken: token);
            Set(row, response.HasValue ? response.Value : null);
        });
    }

    /// <summary>
    /// Reads all that lies between the first and the last row (ascending by partition and RowKey) and sets <see cref="PendingRow.Stored"/>
    /// of the rows it reaches within so many pages; returns how many those are.
    /// </summary>
    public static async Task<int> ReadRangeAsync(TableClient table, IReadOnlyList<PendingRow> rows, int maxPages, CancellationToken cancellationToken)
    {
        TableEntity first = rows[0].Entity;
        TableEntity last = rows[^1].Entity;
        string filter = string.Equals(first.PartitionKey, last.PartitionKey, StringComparison.Ordinal)
            ? TableClient.CreateQueryFilter($"PartitionKey eq {first.PartitionKey} and RowKey ge {first.RowKey} and RowKey le {last.RowKey}")
            : TableClient.CreateQueryFilter($"PartitionKey ge {first.PartitionKey} and PartitionKey le {last.PartitionKey}");
        int next = 0;
        int pages = 0;
        await foreach (Page<TableEntity> page in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).AsPages())
        {
            foreach (TableEntity stored in page.Values)
            {
                int order;
                for (; next < rows.Count && (order = Compare(rows[next].Entity, stored)) <= 0; next++)
                {
                    Set(rows[next], order == 0 ? stored : null);
                }
            }

            if (++pages == maxPages && page.ContinuationToken is not null)
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

    private static int Compare(TableEntity one, TableEntity other)
    {
        int order = string.CompareOrdinal(one.PartitionKey, other.PartitionKey);
        return order != 0 ? order : string.CompareOrdinal(one.RowKey, other.RowKey);
    }

    private static void Set(PendingRow row, TableEntity? stored)
    {
        row.Stored = stored;
        row.StoredIsKnown = true;
    }
}
