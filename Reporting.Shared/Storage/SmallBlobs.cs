using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Reporting.Storage;

/// <summary>Blobs that are read and written whole: plans, manifests, signatures.</summary>
internal static class SmallBlobs
{
    /// <summary>A blob's bytes, or null when there is none.</summary>
    public static async Task<BinaryData?> FindAsync(BlobContainerClient container, string name, CancellationToken cancellationToken)
    {
        try
        {
            Response<BlobDownloadResult> response = await container.GetBlobClient(name).DownloadContentAsync(cancellationToken);
            return response.Value.Content;
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Writes a blob unless there is one of that name, and returns the stored bytes: the first writer wins, and all writers get the same bytes.</summary>
    public static async Task<BinaryData> WriteOnceAsync(
        BlobContainerClient container, string name, BinaryData content, string contentType, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
            HttpHeaders = new BlobHttpHeaders { ContentType = contentType },
        };
        try
        {
            await container.GetBlobClient(name).UploadAsync(content, options, cancellationToken);
            return content;
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412)
        {
            return await FindAsync(container, name, cancellationToken)
                ?? throw new IOException($"The blob {name} was there and is gone.", exception);
        }
    }

    /// <summary>Writes a blob, replacing one of that name.</summary>
    public static Task WriteAsync(
        BlobContainerClient container, string name, BinaryData content, string contentType, CancellationToken cancellationToken) =>
        container.GetBlobClient(name).UploadAsync(
            content, new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = contentType } }, cancellationToken);
}

/// <summary>Deletes rows; safe when others delete the same rows at the same time.</summary>
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
            await table.SubmitTransactionAsync(
                rows.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            // Another process deletes the same rows, or our earlier attempt did and its response was lost: delete the rest one at a time.
            foreach (TableEntity row in rows)
            {
                await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
            }
        }
    }
}
