using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Reporting.Schedules.Delivery;

/// <summary>Copies an export's file within the account: the service does it, no byte passes through here.</summary>
internal static class FileCopy
{
    // The commit of an export writes its job's id on its file; a copy takes it along.
    private const string JobMetadata = "job";

    /// <summary>
    /// Copies, once: a second caller finds the copy. A copy that failed, or one of another export, is replaced.
    /// </summary>
    /// <exception cref="IOException">Something else keeps coming to stand under the name.</exception>
    public static async Task<CopyOutcome> CopyAsync(BlockBlobClient source, BlockBlobClient target, string exportId, CancellationToken cancellationToken)
    {
        for (int tries = 0; tries < 3; tries++)
        {
            if (await FindAsync(target, cancellationToken) is not { } there)
            {
                if (!await StartAsync(source, target, cancellationToken))
                {
                    // Another copy may have begun before the source went.
                    there = await FindAsync(target, cancellationToken);
                    return there is null || !IsOf(there, exportId) ? CopyOutcome.SourceGone : OutcomeOf(there) ?? CopyOutcome.SourceGone;
                }

                continue;
            }

            if (IsOf(there, exportId) && OutcomeOf(there) is { } outcome)
            {
                return outcome;
            }

            await DeleteAsync(target, there.ETag, cancellationToken);
        }

        throw new IOException($"The blob {target.Name} could not be replaced.");
    }

    private static async Task<BlobProperties?> FindAsync(BlockBlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            return await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    /// <summary>False when there is no source.</summary>
    private static async Task<bool> StartAsync(BlockBlobClient source, BlockBlobClient target, CancellationToken cancellationToken)
    {
        try
        {
            await target.StartCopyFromUriAsync(
                source.Uri, new BlobCopyFromUriOptions { DestinationConditions = new BlobRequestConditions { IfNoneMatch = ETag.All } }, cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412)
        {
            return true; // Another process was faster, or our own earlier attempt was.
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            // The container may be what is missing, and that is no reason to give the file up.
            return await FindAsync(source, cancellationToken) is null ? false : throw new IOException($"{source.Name} is there and cannot be copied.", exception);
        }
    }

    private static async Task DeleteAsync(BlockBlobClient blob, ETag version, CancellationToken cancellationToken)
    {
        try
        {
            await blob.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, new BlobRequestConditions { IfMatch = version }, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412)
        {
            // It is another one by now; the next look tells.
        }
    }

    private static bool IsOf(BlobProperties blob, string exportId) =>
        blob.Metadata.TryGetValue(JobMetadata, out string? job) && string.Equals(job, exportId, StringComparison.Ordinal);

    /// <summary>Null when the copy failed or was broken off: what stands there is empty.</summary>
    private static CopyOutcome? OutcomeOf(BlobProperties blob) => blob.BlobCopyStatus switch
    {
        CopyStatus.Success => CopyOutcome.Done,
        CopyStatus.Pending => CopyOutcome.Pending,
        _ => null,
    };
}

/// <summary>How far a delivery is.</summary>
internal enum CopyOutcome
{
    /// <summary>The copy is there, whole.</summary>
    Done,

    /// <summary>The service is still copying.</summary>
    Pending,

    /// <summary>There is nothing to copy any more.</summary>
    SourceGone,
}
