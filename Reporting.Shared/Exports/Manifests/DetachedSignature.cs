using System.Buffers.Text;
using System.Security.Cryptography;

namespace Reporting.Exports.Manifests;

/// <summary>
/// A detached JWS (RFC 7515 section 7.1 and appendix F) with ES256: <c>header..signature</c>, each base64url; the payload, which is
/// signed as base64url too, is the manifest's bytes as they stand.
/// </summary>
internal static class DetachedSignature
{
    private const int SignatureBytes = 64;

    /// <summary>Signs a payload with the current key.</summary>
    public static async Task<string> SignAsync(ReadOnlyMemory<byte> payload, IManifestKeys keys, CancellationToken cancellationToken)
    {
        ManifestKey key = await keys.GetCurrentAsync(cancellationToken);
        string header = Base64Url.EncodeToString(Encoding.ASCII.GetBytes($$"""{"alg":"ES256","kid":"{{key.Kid}}"}"""));
        byte[] signature = await keys.SignAsync(key, DigestOf(header, payload.Span), cancellationToken);
        return $"{header}..{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Null when one of the keys signed exactly this payload, else what is wrong.</summary>
    public static string? FindFault(ReadOnlySpan<byte> payload, string signature, ManifestKeySet keys)
    {
        string[] parts = signature.Split('.');
        if (parts.Length != 3 || parts[1].Length > 0 || !TryDecode(parts[0], out byte[] header) || !TryDecode(parts[2], out byte[] value) || value.Length != SignatureBytes)
        {
            return "The signature is damaged: it is not a detached JWS.";
        }

        if (!TryReadKeyId(header, out string? id))
        {
            return "The signature is damaged: its header does not say ES256 and a key.";
        }

        ManifestKey[] named = [.. keys.Keys.Where(key => string.Equals(key.Kid, id, StringComparison.Ordinal))];
        if (named.Length == 0)
        {
            return $"The manifest is signed by the key {id}, which is not among the public keys given.";
        }

        byte[] digest = DigestOf(parts[0], payload);
        return Array.Exists(named, key => Verifies(key, digest, value)) ? null : "The signature does not fit the manifest: one of them was changed.";
    }

    private static bool Verifies(ManifestKey key, byte[] digest, byte[] signature)
    {
        using ECDsa verifier = key.Open();
        return verifier.VerifyHash(digest, signature);
    }

    private static byte[] DigestOf(string header, ReadOnlySpan<byte> payload) =>
        SHA256.HashData(Encoding.ASCII.GetBytes($"{header}.{Base64Url.EncodeToString(payload)}"));

    /// <summary>Strict: of several texts that a lenient decoder reads alike (spare bits, white space), only the one an encoder writes.</summary>
    private static bool TryDecode(string text, out byte[] bytes)
    {
        try
        {
            bytes = Base64Url.DecodeFromChars(text);
            return string.Equals(Base64Url.EncodeToString(bytes), text, StringComparison.Ordinal);
        }
        catch (FormatException)
        {
            bytes = [];
            return false;
        }
    }

    private static bool TryReadKeyId(byte[] header, out string? id)
    {
        id = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(header);
            JsonElement root = document.RootElement;
            // A header that the signer wants understood and we do not know (crit) must not be passed over: RFC 7515 section 4.1.11.
            if (root.ValueKind == JsonValueKind.Object
                && !root.TryGetProperty("crit", out _)
                && root.TryGetProperty("alg", out JsonElement algorithm) && algorithm.ValueEquals("ES256")
                && root.TryGetProperty("kid", out JsonElement key) && key.ValueKind == JsonValueKind.String)
            {
                id = key.GetString();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }

        return id is not null;
    }
}
