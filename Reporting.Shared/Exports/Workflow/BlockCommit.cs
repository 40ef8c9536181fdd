using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Slices;
using Reporting.Formats.Compression;

namespace Reporting.Exports.Workflow;

/// <summary>Puts the staged blocks of a file's parts together, once: a second execution finds the same file, and one of other parts is refused.</summary>
internal static class BlockCommit
{
    /// <summary>Most blocks of a blob (Put Block List, Blob service).</summary>
    private const int MaxBlocks = 50_000;
    private const string PartsMetadata = "parts";

    /// <summary>Makes the file and gives its parts, with the trailer of a gzip member behind the last.</summary>
    /// <exception cref="ExportStepException">The parts make no file, or the file is there, made of other parts.</exception>
    public static async Task<IReadOnlyList<SliceRow>> RunAsync(
        BlockBlobClient blob, ExportJob job, string contentType, IReadOnlyList<SliceRow> parts, CancellationToken cancellationToken)
    {
        string identity = IdentityOf(parts);
        if (await StageTrailerAsync(blob, parts, identity, cancellationToken) is { } trailer)
        {
            parts = [.. parts, trailer];
        }

        await CommitAsync(blob, job, contentType, parts, identity, cancellationToken);
        return parts;
    }

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

    private static async Task CommitAsync(
        BlockBlobClient blob, ExportJob job, string contentType, IReadOnlyList<SliceRow> parts, string identity, CancellationToken cancellationToken)
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
                ContentType = job.Request.Gzip ? "application/gzip" : contentType,
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
