using System.Security.Cryptography;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Planning;
using Reporting.Exports.Slices;
using Reporting.Formats;
using Reporting.Reports;

namespace Reporting.Exports.Manifests;

/// <summary>
/// Writes manifests and their signatures, each once. A manifest's bytes follow from recorded results, so a second execution writes the
/// same; a signature is random, so whichever was first stays.
/// </summary>
public sealed class ManifestWriter(ExportFiles files, IManifestKeys keys)
{
    /// <summary>Writes the manifest of an export's file and signs it; its lower-case hex SHA-256.</summary>
    internal Task<string> WriteAsync(
        ExportJob job, StoredPlan plan, ReportDefinition report, IReportFormat format, string fileName, IReadOnlyList<SliceRow> parts, string? sha256, CancellationToken cancellationToken) =>
        WriteAsync(ExportNames.Manifest(job.Id), Describe(job, plan, report, format, fileName, parts, sha256), cancellationToken);

    /// <summary>Writes a manifest under a blob name of the container <c>exports</c> and its signature beside it (<c>.jws</c>); its lower-case hex SHA-256.</summary>
    public async Task<string> WriteAsync(string blobName, Manifest manifest, CancellationToken cancellationToken)
    {
        var content = new BinaryData(JsonSerializer.SerializeToUtf8Bytes(manifest, ManifestJson.Default.Manifest));
        BinaryData stored = await files.WriteOnceAsync(blobName, content, "application/json", cancellationToken);
        string signatureName = blobName + ".jws";
        if (await files.FindAsync(signatureName, cancellationToken) is null)
        {
            string signature = await DetachedSignature.SignAsync(stored.ToMemory(), keys, cancellationToken);
            await files.WriteOnceAsync(signatureName, BinaryData.FromString(signature), "application/jose", cancellationToken);
        }

        return Convert.ToHexStringLower(SHA256.HashData(stored.ToMemory().Span));
    }

    private static Manifest Describe(
        ExportJob job, StoredPlan plan, ReportDefinition report, IReportFormat format, string fileName, IReadOnlyList<SliceRow> parts, string? sha256)
    {
        ExportRequest request = job.Request;
        return new Manifest
        {
            Id = job.Id,
            Report = report.Name,
            Format = format.Name,
            SchemaVersion = SliceColumns.VersionOf(request),
            Columns = [.. SliceColumns.Shown(report, format, request).Select(column => column.Name)],
            Options = new ManifestOptions(request.First, request.Gzip ? "gzip" : "none", request.Bom, request.SpreadsheetSafe),
            Filters = new SortedDictionary<string, IReadOnlyList<string>>(request.Filters.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal),
            Since = ExportTime.Format(plan.Since),
            Until = ExportTime.Format(plan.Until),
            ChangedSince = ExportTime.Format(plan.Changed?.Since),
            ChangedUntil = ExportTime.Format(plan.Changed?.Until),
            AvailableFrom = ExportTime.Format(plan.AvailableFrom),
            Watermark = ExportTime.Format(plan.Watermark),
            RequestedBy = job.RequestedBy,
            RequestedAt = ExportTime.Format(job.CreatedAt),
            PlannedAt = ExportTime.Format(plan.PlannedAt),
            File = fileName,
            Rows = parts.Sum(part => part.Rows),
            CommitsWithoutRun = parts.Sum(part => part.CommitsWithoutRun),
            Bytes = parts.Sum(part => part.Bytes),
            Sha256 = sha256,
            TreeSha256 = sha256 is null ? TreeHash.Of(parts.Select(part => part.Sha256)) : null,
            FirstEventAt = parts.Select(part => part.FirstEventAt).FirstOrDefault(time => time is not null),
            LastEventAt = parts.Select(part => part.LastEventAt).LastOrDefault(time => time is not null),
            Slices = [.. parts.Select(part => new ManifestSlice(part.Slice, part.Part, part.Rows, part.Bytes, part.Sha256))],
            Schedule = job.Schedule,
            PreviousManifestSha256 = job.PreviousManifestSha256,
        };
    }
}
