using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Reporting.Storage;

namespace Reporting.Schedules.Delivery;

/// <summary>The blobs of the container <c>scheduled</c>, by the names of <see cref="ScheduledNames"/>.</summary>
internal sealed class ScheduledFiles(ReportingStorage storage)
{
    public const string ManifestType = "application/json";
    public const string SignatureType = "application/jose";

    private readonly BlobContainerClient _container = storage.Blobs.GetBlobContainerClient(StorageNames.ScheduledContainer);

    /// <summary>The blob of this name.</summary>
    public BlockBlobClient Blob(string name) => _container.GetBlockBlobClient(name);

    /// <summary>A small blob's bytes, or null.</summary>
    public Task<BinaryData?> FindAsync(string name, CancellationToken cancellationToken) => SmallBlobs.FindAsync(_container, name, cancellationToken);

    /// <summary>Writes a small blob unless there is one, and gives what stands there then.</summary>
    public Task<BinaryData> WriteOnceAsync(string name, BinaryData content, string type, CancellationToken cancellationToken) =>
        SmallBlobs.WriteOnceAsync(_container, name, content, type, cancellationToken);

    /// <summary>Writes a small blob, whatever stands there.</summary>
    public Task WriteAsync(string name, BinaryData content, string type, CancellationToken cancellationToken) =>
        SmallBlobs.WriteAsync(_container, name, content, type, cancellationToken);
}
