using Azure;
using Azure.Data.Tables;

namespace Reporting.Storage;

/// <summary>Deletes rows, whoever else deletes the same ones.</summary>
public static class RowDeletes
{
    /// <summary>Most rows of one call (Table service: an entity group transaction has at most 100).</summary>
    public const int MaxRows = 100;

    /// <summary>What to select of rows that are to be deleted.</summary>
    public static IReadOnlyList<string> KeyColumns { get; } = ["PartitionKey", "RowKey"];

    /// <summary>Deletes at most <see cref="MaxRows"/> rows of one partition, whatever version they have. Rows that are gone count as deleted.</summary>
    public static async Task DeleteAsync(TableClient table, IReadOnlyCollection<TableEntity> rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        try
        {
            await table.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            // Somebody else deletes too, or our own earlier try did and its answer was lost: one at a time finds what is left.
            foreach (TableEntity row in rows)
            {
                await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
            }
        }
    }
}
