using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Reporting.Exports.Jobs;
using Reporting.Formats;
using Reporting.Reports;
using Reporting.Storage;

namespace Reporting.Exports.Files;

/// <summary>The blobs of exports in the container <c>exports</c>: <c>&lt;job&gt;/&lt;file name&gt;</c>, with <c>plan.json</c>, <c>manifest.json</c> and its signature beside it.</summary>
public sealed class ExportFiles(ReportingStorage storage)
{
    private readonly BlobContainerClient _container = storage.Blobs.GetBlobContainerClient(StorageNames.ExportsContainer);

    /// <summary>The blob of this name.</summary>
    public BlockBlobClient Blob(string name) => _container.GetBlockBlobClient(name);

    /// <summary>A small blob's bytes, or null when there is none.</summary>
    public Task<BinaryData?> FindAsync(string name, CancellationToken cancellationToken) => SmallBlobs.FindAsync(_container, name, cancellationToken);

    /// <summary>Writes a small blob unless there is one of that name, and gives the bytes that stand there then.</summary>
    public Task<BinaryData> WriteOnceAsync(string name, BinaryData content, string contentType, CancellationToken cancellationToken) =>
        SmallBlobs.WriteOnceAsync(_container, name, content, contentType, cancellationToken);

    /// <summary>Deletes a blob if it is there; of a job's file, its manifest stays as evidence.</summary>
    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        Blob(name).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken);

    /// <summary>
    /// Deletes every blob of a job and what is staged for it, the manifest first: it must never stand without its file while a verifier
    /// may still look at the job.
    /// </summary>
    public async Task DeleteAllAsync(string jobId, CancellationToken cancellationToken)
    {
        await DeleteAsync(ExportNames.Signature(jobId), cancellationToken);
        await DeleteAsync(ExportNames.Manifest(jobId), cancellationToken);
        await foreach (BlobItem item in _container.GetBlobsAsync(BlobTraits.None, BlobStates.Uncommitted, jobId + "/", cancellationToken))
        {
            await DiscardStagedAsync(item.Name, cancellationToken);
            await DeleteAsync(item.Name, cancellationToken);
        }
    }

    /// <summary>Staged blocks without a blob cannot be deleted; an empty blob put in their place takes them with it when it goes.</summary>
    private async Task DiscardStagedAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await Blob(name).CommitBlockListAsync([], new CommitBlockListOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } }, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412)
        {
            // There is a blob, so deleting it is enough.
        }
    }
}

/// <summary>The names of an export's blobs.</summary>
public static class ExportNames
{
    /// <summary>Blob of the plan.</summary>
    public static string Plan(string jobId) => jobId + "/plan.json";

    /// <summary>Blob of the manifest.</summary>
    public static string Manifest(string jobId) => jobId + "/manifest.json";

    /// <summary>Blob of the manifest's detached signature.</summary>
    public static string Signature(string jobId) => jobId + "/manifest.json.jws";

    /// <summary>Blob of the file: <c>&lt;job&gt;/usage-report-2026-11-22T10-15-00Z.csv.gz</c>, with the time of the request, or of the schedule's slot.</summary>
    public static string File(ExportJob job, ReportDefinition report, IReportFormat format)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(format);
        DateTimeOffset time = ExportSlot.Find(job.Schedule)?.Slot ?? job.CreatedAt;
        return $"{job.Id}/{Stem(report, time)}.{format.FileExtension}{(job.Request.Gzip ? ".gz" : "")}";
    }

    /// <summary>A file's name without its extension.</summary>
    public static string Stem(ReportDefinition report, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.FileStem + "-" + time.UtcDateTime.ToString("yyyy-MM-dd'T'HH-mm-ss'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>The name under which a blob is saved: what stands behind its last slash.</summary>
    public static string Attachment(string blobName)
    {
        ArgumentNullException.ThrowIfNull(blobName);
        return blobName[(blobName.LastIndexOf('/') + 1)..];
    }
}
