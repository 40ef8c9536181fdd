using System.Text.Json;

namespace Reporting.Exports.Manifests;

/// <summary>A JSON Web Key Set (RFC 7517 section 5): what <c>GET /api/manifest-keys</c> answers and what the verify command reads.</summary>
/// <param name="Keys">The keys; the one that signs now first.</param>
public sealed record ManifestKeySet(IReadOnlyList<ManifestKey> Keys)
{
    /// <summary>Reads a set from JSON.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    public static ManifestKeySet Parse(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, ExportsJson.Default.ManifestKeySet) ?? throw new JsonException("Not a JSON Web Key Set.");

    /// <summary>The set as JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ExportsJson.Default.ManifestKeySet);
}
