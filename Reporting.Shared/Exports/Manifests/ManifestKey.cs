using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Reporting.Exports.Manifests;

/// <summary>A public key that verifies manifests, as a JSON Web Key (RFC 7517, RFC 7518 section 6.2): EC, P-256.</summary>
public sealed record ManifestKey
{
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
}
