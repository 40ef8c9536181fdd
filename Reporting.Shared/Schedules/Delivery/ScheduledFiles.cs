using System.Globalization;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Reporting.Exports.Files;
using Reporting.Reports;
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

/// <summary>The names of blobs in the container <c>scheduled</c>: a folder for each schedule and day (UTC) of the slot.</summary>
/// <example>
/// <c>daily-usage/2026/11/28/usage-report-2026-11-28T02-00-00Z.csv</c>, with <c>.manifest.json</c> and <c>.manifest.json.jws</c> behind it for the other two; for
/// a slot without a file <c>usage-report-2026-11-28T02-00-00Z.gap.manifest.json</c> and its signature.
/// </example>
public static class ScheduledNames
{
    private const string ManifestEnding = ".manifest.json";
    private const string SignatureEnding = ManifestEnding + ".jws";

    /// <summary>Blob of a slot's file.</summary>
    public static string File(string schedule, DateTimeOffset slot, string fileName) => Folder(schedule, slot) + fileName;

    /// <summary>By what the manifest of a slot without a file is named.</summary>
    public static string Gap(string schedule, DateTimeOffset slot, ReportDefinition report) => Folder(schedule, slot) + ExportNames.Stem(report, slot) + ".gap";

    /// <summary>Blob of the manifest of a file or gap.</summary>
    public static string Manifest(string file) => file + ManifestEnding;

    /// <summary>Blob of the manifest's detached signature.</summary>
    public static string Signature(string file) => file + SignatureEnding;

    /// <summary>Whether a blob is a manifest or a signature, which are never deleted.</summary>
    public static bool IsEvidence(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.EndsWith(ManifestEnding, StringComparison.Ordinal) || name.EndsWith(SignatureEnding, StringComparison.Ordinal);
    }

    private static string Folder(string schedule, DateTimeOffset slot) =>
        schedule + slot.UtcDateTime.ToString("'/'yyyy'/'MM'/'dd'/'", CultureInfo.InvariantCulture);
}
