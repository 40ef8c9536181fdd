using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Reporting.Exports.Manifests;

/// <summary>A public key that verifies manifests, as a JSON Web Key (RFC 7517, RFC 7518 section 6.2): EC, P-256.</summary>
public sealed record ManifestKey
{
    private const int CoordinateBytes = 32;

    /// <summary>Key type.</summary>
    public string Kty { get; init; } = "EC";

    /// <summary>Curve.</summary>
    public string Crv { get; init; } = "P-256";

    /// <summary>x coordinate, base64url of 32 bytes.</summary>
    public required string X { get; init; }

    /// <summary>y coordinate, base64url of 32 bytes.</summary>
    public required string Y { get; init; }

    /// <summary>The key's id: its thumbprint (RFC 7638), so that the same key has the same id wherever it is kept.</summary>
    public required string Kid { get; init; }

    /// <summary>Algorithm.</summary>
    public string Alg { get; init; } = "ES256";

    /// <summary>Use: signatures.</summary>
    public string Use { get; init; } = "sig";

    /// <summary>Where the private half is kept, in the words of its keeper; not published.</summary>
    [JsonIgnore]
    public string Location { get; init; } = "";

    /// <summary>The key at a point of the curve.</summary>
    public static ManifestKey Of(ECPoint point, string location = "")
    {
        string x = Base64Url.EncodeToString(point.X);
        string y = Base64Url.EncodeToString(point.Y);
        byte[] canonical = Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""");
        return new ManifestKey { X = x, Y = y, Kid = Base64Url.EncodeToString(SHA256.HashData(canonical)), Location = location };
    }

    /// <summary>The key, ready to verify with; the caller disposes of it.</summary>
    /// <exception cref="CryptographicException">It is no point of the curve.</exception>
    /// <exception cref="FormatException">A coordinate is not base64url.</exception>
    public ECDsa Open() => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Base64Url.DecodeFromChars(X), Y = Base64Url.DecodeFromChars(Y) },
    });

    /// <summary>Reads a key of a set; null when it cannot verify manifests, and <paramref name="fault"/> says why.</summary>
    internal static ManifestKey? Read(JsonElement key, out string fault)
    {
        try
        {
            fault = FindFault(key) ?? "";
            if (fault.Length > 0)
            {
                return null;
            }

            var read = new ManifestKey { X = TextOf(key, "x")!, Y = TextOf(key, "y")!, Kid = TextOf(key, "kid")! };
            using ECDsa onTheCurve = read.Open();
            return read;
        }
        catch (InvalidOperationException)
        {
            fault = "it holds text that is not Unicode";
        }
        catch (CryptographicException)
        {
            fault = "x and y are no point of the curve P-256";
        }

        return null;
    }

    /// <summary>Only what RFC 7517 and RFC 7518 ask of a key for ES256: kty and crv must be there, use, key_ops and alg may be.</summary>
    private static string? FindFault(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object)
        {
            return "it is no JSON object";
        }

        return Differs(key, "kty", "EC") ?? Differs(key, "crv", "P-256")
            ?? (key.TryGetProperty("use", out _) ? Differs(key, "use", "sig") : null)
            ?? (key.TryGetProperty("alg", out _) ? Differs(key, "alg", "ES256") : null)
            ?? (key.TryGetProperty("key_ops", out JsonElement uses) && !AllowsVerifying(uses) ? "its key_ops does not have verify" : null)
            ?? (TextOf(key, "kid") is { Length: > 0 } ? null : "it has no kid")
            ?? (IsCoordinate(TextOf(key, "x")) && IsCoordinate(TextOf(key, "y")) ? null : "x and y must be base64url of 32 bytes each");
    }

    private static string? Differs(JsonElement key, string name, string wanted) =>
        string.Equals(TextOf(key, name), wanted, StringComparison.Ordinal) ? null : $"its {name} is {TextOf(key, name) ?? "no text"} instead of {wanted}";

    private static bool AllowsVerifying(JsonElement uses) =>
        uses.ValueKind == JsonValueKind.Array && uses.EnumerateArray().Any(use => use.ValueKind == JsonValueKind.String && use.ValueEquals("verify"));

    private static string? TextOf(JsonElement key, string name) =>
        key.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool IsCoordinate(string? text) =>
        text is not null && Base64Url.IsValid(text, out int bytes) && bytes == CoordinateBytes
        && string.Equals(Base64Url.EncodeToString(Base64Url.DecodeFromChars(text)), text, StringComparison.Ordinal);
}

/// <summary>A JSON Web Key Set (RFC 7517 section 5): what <c>GET /api/manifest-keys</c> answers and what the verify command reads.</summary>
/// <param name="Keys">The keys; the one that signs now first.</param>
public sealed record ManifestKeySet(IReadOnlyList<ManifestKey> Keys)
{
    /// <summary>For each key of the JSON that cannot verify manifests, why: a set may hold keys for other purposes (RFC 7517 section 5).</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Reads a set from JSON.</summary>
    /// <exception cref="JsonException">It is not one, or none of its keys can verify manifests.</exception>
    public static ManifestKeySet Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        if (reader.Read() || document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("keys", out JsonElement list) || list.ValueKind != JsonValueKind.Array)
        {
            throw new JsonException("Not a JSON Web Key Set: an object with the array keys.");
        }

        var keys = new List<ManifestKey>();
        var ignored = new List<string>();
        foreach (JsonElement element in list.EnumerateArray())
        {
            if (ManifestKey.Read(element, out string fault) is { } key)
            {
                keys.Add(key);
            }
            else
            {
                ignored.Add(FormattableString.Invariant($"Key {keys.Count + ignored.Count + 1} of the set cannot verify manifests: {fault}."));
            }
        }

        return keys.Count > 0 ? new ManifestKeySet(keys) { Ignored = ignored } : throw new JsonException("The set has no key that can verify manifests. " + string.Join(' ', ignored));
    }

    /// <summary>The set as JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Default.ManifestKeySet);
}
