using System.Buffers;
using System.Security.Cryptography;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Reporting.Exports.Slices;

namespace Reporting.Exports.Workflow;

/// <summary>Reads a committed file back: what stands there must be what the slices wrote.</summary>
internal static class FileHash
{
    private const int BufferBytes = 1 << 18;

    /// <summary>
    /// Checks the file's length and, with <paramref name="hashWhole"/>, every part's hash; then returns the lower-case hex SHA-256 of the
    /// whole, else null.
    /// </summary>
    /// <exception cref="ExportStepException">The file is not what was written.</exception>
    public static async Task<string?> VerifyAsync(BlockBlobClient blob, IReadOnlyList<SliceRow> parts, bool hashWhole, CancellationToken cancellationToken)
    {
        BlobProperties properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
        if (properties.ContentLength != parts.Sum(part => part.Bytes))
        {
            throw new ExportStepException("The file in storage has another length than what was written.");
        }

        if (!hashWhole)
        {
            return null;
        }

        using BlobDownloadStreamingResult download = await blob.DownloadStreamingAsync(cancellationToken: cancellationToken);
        return await HashAsync(download.Content, parts, cancellationToken);
    }

    private static async Task<string> HashAsync(Stream content, IReadOnlyList<SliceRow> parts, CancellationToken cancellationToken)
    {
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var own = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            foreach (SliceRow part in parts)
            {
                for (long left = part.Bytes; left > 0;)
                {
                    int read = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
                    if (read == 0)
                    {
                        throw new IOException("The file in storage ended early.");
                    }

                    whole.AppendData(buffer, 0, read);
                    own.AppendData(buffer, 0, read);
                    left -= read;
                }

                if (!string.Equals(Convert.ToHexStringLower(own.GetHashAndReset()), part.Sha256, StringComparison.Ordinal))
                {
                    throw new ExportStepException("The file in storage differs from what was written.");
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Convert.ToHexStringLower(whole.GetHashAndReset());
    }
}
