using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Reporting.Storage;

namespace Reporting.Metrics.Days;

/// <summary>
/// Up to which stamp the passes have read the table <c>touched</c>, and whether one is at work: metadata of the blob <c>position</c>, written under conditions. A pass that has died is not waited for longer
/// than it said that it would take.
/// </summary>
internal sealed class PassPositionStore(ReportingStorage storage)
{
    private const string ReadUntil = "readuntil";
    private const string BusyUntil = "busyuntil";
    private readonly BlobClient _blob = storage.Blobs.GetBlobContainerClient(StorageNames.MetricsContainer).GetBlobClient("position");

    /// <summary>The stored position; one without times when no pass has begun yet.</summary>
    public async Task<PassPosition> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties properties = await _blob.GetPropertiesAsync(cancellationToken: cancellationToken);
            return new PassPosition(BlobTimes.Find(properties.Metadata, ReadUntil), BlobTimes.Find(properties.Metadata, BusyUntil), properties.ETag);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return new PassPosition(null, null, null);
        }
    }

    /// <summary>Replaces the position that was read; null when another process has done so meanwhile.</summary>
    public async Task<PassPosition?> TryWriteAsync(PassPosition next, CancellationToken cancellationToken)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        BlobTimes.Add(metadata, ReadUntil, next.ReadUntil);
        BlobTimes.Add(metadata, BusyUntil, next.BusyUntil);
        var options = new BlobUploadOptions
        {
            Metadata = metadata,
            Conditions = next.ETag is { } etag ? new BlobRequestConditions { IfMatch = etag } : new BlobRequestConditions { IfNoneMatch = ETag.All },
        };
        try
        {
            Response<BlobContentInfo> response = await _blob.UploadAsync(BinaryData.Empty, options, cancellationToken);
            return next with { ETag = response.Value.ETag };
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412)
        {
            return null;
        }
    }
}

/// <summary>Where the passes are.</summary>
/// <param name="ReadUntil">Changes with earlier stamps are marked at their days; null when no pass has looked which days there are.</param>
/// <param name="BusyUntil">A pass is at work, and will have ended by then unless it dies; null when none is.</param>
/// <param name="ETag">The version that was read; null for none.</param>
internal sealed record PassPosition(DateTimeOffset? ReadUntil, DateTimeOffset? BusyUntil, ETag? ETag);
