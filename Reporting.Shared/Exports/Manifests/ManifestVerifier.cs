using System.Buffers;
using System.Security.Cryptography;

namespace Reporting.Exports.Manifests;

/// <summary>Checks a file against its manifest, and the manifest against its signature. Needs public keys only, no service.</summary>
public static class ManifestVerifier
{
    private const int BufferBytes = 1 << 18;

    /// <summary>Checks that <paramref name="file"/> is, to the bit, what the manifest describes, and that one of the keys signed that.</summary>
    /// <param name="file">The file from its beginning; read to its end.</param>
    /// <param name="manifest">The manifest and its signature.</param>
    /// <param name="keys">The public keys to trust.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<VerifyResult> VerifyAsync(Stream file, SignedManifest manifest, ManifestKeySet keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (TryRead(manifest, keys, out Manifest? read) is { } fault)
        {
            return fault;
        }

        if (!string.Equals(read!.Kind, Manifest.Export, StringComparison.Ordinal))
        {
            return VerifyResult.Refuse($"{manifest.Name} says that there is no file: {read.Reason}");
        }

        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        return await FindDifferenceAsync(file, read, whole, cancellationToken) is { } difference
            ? VerifyResult.Refuse(difference)
            : new VerifyResult(true, string.Create(CultureInfo.InvariantCulture, $"The file is as signed: {read.Rows} rows, {read.Bytes} bytes.")) { Manifests = [read] };
    }

    /// <summary>Reads a manifest whose signature is right; else what is wrong.</summary>
    internal static VerifyResult? TryRead(SignedManifest manifest, ManifestKeySet keys, out Manifest? read)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(keys);
        read = null;
        if (DetachedSignature.FindFault(manifest.Content.Span, manifest.Signature, keys) is { } fault)
        {
            return VerifyResult.Refuse($"{manifest.Name}: {fault}");
        }

        try
        {
            read = JsonSerializer.Deserialize(manifest.Content.Span, ManifestJson.Default.Manifest);
            return read switch
            {
                { ManifestVersion: 1 } => read.IsMalformed() ? VerifyResult.Refuse($"{manifest.Name} is signed, but lacks a value that every manifest has.") : null,
                _ => VerifyResult.Refuse($"{manifest.Name} is of a version that this command does not know."),
            };
        }
        catch (JsonException)
        {
            return VerifyResult.Refuse($"{manifest.Name} is signed but is not a manifest.");
        }
    }

    private static async Task<string?> FindDifferenceAsync(Stream file, Manifest manifest, IncrementalHash whole, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long at = 0;
            foreach (ManifestSlice slice in manifest.Slices)
            {
                if (await FindDifferenceAsync(file, slice, at, whole, buffer, cancellationToken) is { } difference)
                {
                    return difference;
                }

                at += slice.Bytes;
            }

            if (await file.ReadAsync(buffer, cancellationToken) > 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"The file is longer than the {at} bytes of the manifest.");
            }

            return FindContradiction(manifest, at, Convert.ToHexStringLower(whole.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<string?> FindDifferenceAsync(
        Stream file, ManifestSlice slice, long at, IncrementalHash whole, byte[] buffer, CancellationToken cancellationToken)
    {
        string place = string.Create(CultureInfo.InvariantCulture, $"slice {slice.Slice}, part {slice.Part} (bytes {at} to {at + slice.Bytes})");
        using var own = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long left = slice.Bytes; left > 0;)
        {
            int read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
            if (read == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"The file ends at byte {at + slice.Bytes - left}, within {place}.");
            }

            own.AppendData(buffer, 0, read);
            whole.AppendData(buffer, 0, read);
            left -= read;
        }

        return string.Equals(Convert.ToHexStringLower(own.GetHashAndReset()), slice.Sha256, StringComparison.Ordinal) ? null : $"The file differs in {place}.";
    }

    private static string? FindContradiction(Manifest manifest, long bytes, string sha256)
    {
        if (bytes != manifest.Bytes)
        {
            return "The manifest contradicts itself: its slices have other bytes than the file it describes.";
        }

        if (manifest.Rows != manifest.Slices.Sum(slice => slice.Rows))
        {
            return "The manifest contradicts itself: its slices have other rows than the file it describes.";
        }

        bool fits = manifest.Sha256 is null
            ? string.Equals(TreeHash.Of(manifest.Slices.Select(slice => slice.Sha256)), manifest.TreeSha256, StringComparison.Ordinal)
            : string.Equals(sha256, manifest.Sha256, StringComparison.Ordinal);
        return fits ? null : "The file's hash is not the manifest's.";
    }
}

/// <summary>A manifest as it was downloaded.</summary>
/// <param name="Name">What to call it in messages: its file's name.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Signature">Its detached signature: the text of the <c>.jws</c> file.</param>
public sealed record SignedManifest(string Name, ReadOnlyMemory<byte> Content, string Signature);

/// <summary>What a verification found.</summary>
/// <param name="Passed">Whether everything is as signed.</param>
/// <param name="Message">The first thing that differs, or what was found in order.</param>
public sealed record VerifyResult(bool Passed, string Message)
{
    /// <summary>The manifests that were found to be signed, in the order of their chain; those of a refused verification are missing.</summary>
    public IReadOnlyList<Manifest> Manifests { get; init; } = [];

    /// <summary>What could not be seen, or null.</summary>
    public string? Note { get; init; }

    internal static VerifyResult Refuse(string message) => new(false, message);
}
