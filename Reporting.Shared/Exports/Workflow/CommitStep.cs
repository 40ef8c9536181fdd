using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Options;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Manifests;
using Reporting.Exports.Planning;
using Reporting.Exports.Slices;
using Reporting.Formats;
using Reporting.Formats.Compression;
using Reporting.Reports;
using Reporting.Reports.Definitions;

namespace Reporting.Exports.Workflow;

/// <summary>Payload of the commit step.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Slices">The last part of each slice, in order; their rows lead to the parts before, so the payload stays small however often a slice had to go on.</param>
public sealed record CommitRequest(string JobId, IReadOnlyList<SlicePart> Slices);

/// <summary>Result of the commit step.</summary>
/// <param name="Committed">False when the job was cancelled before its file was made.</param>
/// <param name="FileName">Blob name in the container <c>exports</c>.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Rows">Rows in it.</param>
/// <param name="Sha256">Lower-case hex SHA-256 of the file, or null above <c>Exports:WholeFileHashMaxBytes</c>.</param>
/// <param name="ManifestSha256">Lower-case hex SHA-256 of the manifest.</param>
public sealed record ExportFile(bool Committed, string FileName, long Bytes, long Rows, string? Sha256, string? ManifestSha256);

/// <summary>
/// The commit step: makes the file of exactly the executions named, reads it back, then writes its manifest. It happens once: a process that runs it
/// again, after a lost answer or at the same time, finds the same file and manifest and returns the same.
/// </summary>
internal sealed class CommitStep(
    ExportJobStore jobs, ExportFiles files, SliceStore slices, FormatCatalogue formats, ManifestWriter manifests, IOptions<ExportsOptions> options)
{
    /// <summary>Most blocks of a blob (Put Block List, Blob service).</summary>
    private const int MaxBlocks = 50_000;
    private const string PartsMetadata = "parts";

    public async Task<ExportFile> RunAsync(CommitRequest request, CancellationToken cancellationToken)
    {
        ExportJob? job = await jobs.FindAsync(request.JobId, cancellationToken);
        if (!MayCommit(job))
        {
            return NotCommitted();
        }

        StoredPlan plan = await PlanFile.FindAsync(files, job!.Id, cancellationToken) ?? throw new ExportStepException("The export's plan is gone.");
        IReadOnlyList<SliceRow> parts = await slices.ReadAsync(job.Id, request.Slices, cancellationToken);
        string identity = IdentityOf(parts);
        ReportDefinition report = ReportCatalogue.Find(job.Request.Report);
        IReportFormat format = formats.Find(job.Request.Format) ?? throw new ExportStepException("The export's format is not known to this version.");
        string name = ExportNames.File(job, report, format);
        if (await StageTrailerAsync(files.Blob(name), parts, identity, cancellationToken) is { } trailer)
        {
            parts = [.. parts, trailer];
        }

        await CommitBlocksAsync(files.Blob(name), job, format, parts, identity, cancellationToken);

        // The job may have been ended from outside (by the reaper, say) while the blocks were put together; who ended it has cleaned up by now.
        if (!MayCommit(await jobs.FindAsync(job.Id, cancellationToken), evenCanceled: true))
        {
            await files.DeleteAsync(name, cancellationToken);
            return NotCommitted();
        }

        long length = parts.Sum(part => part.Bytes);
        string? sha256 = await FileHash.VerifyAsync(files.Blob(name), parts, hashWhole: length <= options.Value.WholeFileHashMaxBytes, cancellationToken);
        string manifestSha256 = await manifests.WriteAsync(job, plan, report, format, ExportNames.Attachment(name), parts, sha256, cancellationToken);

        // Once more, now that all of it stands: a process that ends the job from here on finds and removes it all.
        ExportJob? last = await jobs.FindAsync(job.Id, cancellationToken);
        if (!MayCommit(last, evenCanceled: true))
        {
            await CleanUpAsync(last, job.Id, name, cancellationToken);
            return NotCommitted();
        }

        return new ExportFile(true, name, length, parts.Sum(part => part.Rows), sha256, manifestSha256);
    }

    /// <summary>A job that ended well has been committed before; running the commit again must give the same.</summary>
    private static bool MayCommit(ExportJob? job, bool evenCanceled = false) => job switch
    {
        { State: ExportState.InProgress } => evenCanceled || !job.CancelRequested,
        { State: ExportState.Successful } => true,
        _ => false,
    };

    /// <summary>The manifest of a file that was there and has expired is evidence, and stays.</summary>
    private Task CleanUpAsync(ExportJob? job, string jobId, string fileName, CancellationToken cancellationToken) =>
        job is { State: ExportState.Expired } ? files.DeleteAsync(fileName, cancellationToken) : files.DeleteAllAsync(jobId, cancellationToken);

    private static ExportFile NotCommitted() => new(false, "", 0, 0, null, null);

    private static string KeyOf(SliceRow part) => SlicePartJsonConverter.KeyOf(part.Slice, part.Part, part.Attempt);

    /// <summary>Tells a file made of these executions from any other.</summary>
    private static string IdentityOf(IReadOnlyList<SliceRow> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', parts.Select(KeyOf)))));

    /// <summary>
    /// Stages what ends the gzip member that the parts are pieces of, as a part behind the last; null where they are not. The same parts give the
    /// same block under the same id, so a second execution changes nothing.
    /// </summary>
    private static async Task<SliceRow?> StageTrailerAsync(BlockBlobClient blob, IReadOnlyList<SliceRow> parts, string identity, CancellationToken cancellationToken)
    {
        GzipChecksum[] checksums = [.. parts.Select(part => part.Checksum).OfType<GzipChecksum>()];
        if (checksums.Length == 0)
        {
            return null;
        }

        if (checksums.Length < parts.Count)
        {
            throw new ExportStepException("The service was updated while the export ran, and its parts do not fit together. Start the export again.");
        }

        byte[] content = checksums.Aggregate((all, next) => all.Append(next)).ToTrailer();
        var trailer = new SliceRow
        {
            Slice = parts[^1].Slice + 1, Part = 0, Attempt = identity[..16], Done = true, Rows = 0, Bytes = content.Length, Blocks = 1,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
        };
        using var stream = new MemoryStream(content, writable: false);
        await blob.StageBlockAsync(PartWriter.BlockId(KeyOf(trailer), 0), stream, PartWriter.Checked, cancellationToken);
        return trailer;
    }

    private static async Task CommitBlocksAsync(
        BlockBlobClient blob, ExportJob job, IReportFormat format, IReadOnlyList<SliceRow> parts, string identity, CancellationToken cancellationToken)
    {
        string[] blocks = [.. parts.SelectMany(part => Enumerable.Range(0, part.Blocks).Select(block => PartWriter.BlockId(KeyOf(part), block)))];
        if (blocks.Length > MaxBlocks)
        {
            throw new ExportStepException("The file would be larger than a blob can be. Ask for a shorter range, or for gzip.");
        }

        var commit = new CommitBlockListOptions
        {
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
            HttpHeaders = new BlobHttpHeaders
            {
                ContentType = job.Request.Gzip ? "application/gzip" : format.ContentType,
                ContentDisposition = $"attachment; filename=\"{ExportNames.Attachment(blob.Name)}\"",
                CacheControl = "private, no-store",
            },
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["job"] = job.Id, [PartsMetadata] = identity },
        };
        try
        {
            await blob.CommitBlockListAsync(blocks, commit, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412)
        {
            BlobProperties made = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
            if (!made.Metadata.TryGetValue(PartsMetadata, out string? found) || !string.Equals(found, identity, StringComparison.Ordinal))
            {
                throw new ExportStepException("The export's file is there already, made of other parts.", exception);
            }
        }
    }
}
