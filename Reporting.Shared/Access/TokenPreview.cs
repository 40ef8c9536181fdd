using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Reporting.Access;

/// <summary>
/// The claims of a token that are checked before its issuer's keys are read: a token that could not be accepted with any signature waits
/// for nothing. It decides only against a token; what passes here is verified in full.
/// </summary>
internal static class TokenPreview
{
    /// <summary>The bits of the smallest RSA key that is accepted (RFC 7518, sections 3.3 and 3.5).</summary>
    public const int MinRsaBits = 2048;

    /// <summary>The key that a token names, by its id or its certificate's thumbprint.</summary>
    /// <exception cref="SecurityTokenException">It is refused already; the type says why.</exception>
    public static string KeyIdOf(
        string encoded, AccessOptions options, string? issuer, TimeProvider time, TokenValidationParameters parameters)
    {
        JsonWebToken token = BearerToken.Parse(encoded);
        CheckType(token.Typ, options);
        if (!parameters.ValidAlgorithms.Contains(token.Alg, StringComparer.Ordinal) || token.EncodedSignature.Length == 0)
        {
            throw new SecurityTokenInvalidAlgorithmException();
        }

        if (issuer is not null && !string.Equals(token.Issuer, issuer, StringComparison.Ordinal))
        {
            throw new SecurityTokenInvalidIssuerException();
        }

        if (!token.Audiences.Contains(options.Audience, StringComparer.Ordinal))
        {
            throw new SecurityTokenInvalidAudienceException();
        }

        TokenLifetime.Check(TimeOf(token.ValidFrom), TimeOf(token.ValidTo), time.GetUtcNow(), parameters.ClockSkew);
        return string.IsNullOrEmpty(token.Kid)
            ? string.IsNullOrEmpty(token.X5t) ? throw new SecurityTokenSignatureKeyNotFoundException() : token.X5t
            : token.Kid;
    }

    /// <summary>
    /// The type when it is accepted. Types are media types, compared without case, of which <c>application/</c> may be left out
    /// (RFC 7515, section 4.1.9; RFC 9068, section 4 names both forms).
    /// </summary>
    /// <exception cref="SecurityTokenInvalidTypeException">It is not.</exception>
    public static string CheckType(string? type, AccessOptions options)
    {
        IEnumerable<string> accepted = options.TokenTypes.Count > 0 ? options.TokenTypes : AccessDefaults.TokenTypes;
        return !string.IsNullOrEmpty(type)
            && accepted.Any(known => string.Equals(ShortOf(known), ShortOf(type), StringComparison.OrdinalIgnoreCase))
            ? type
            : throw new SecurityTokenInvalidTypeException();
    }

    /// <summary>Whether a key is long enough.</summary>
    public static bool IsStrong(SecurityKey key) =>
        key is not (RsaSecurityKey or X509SecurityKey { PublicKey: System.Security.Cryptography.RSA } or JsonWebKey { Kty: "RSA" })
            || key.KeySize >= MinRsaBits;

    /// <summary>
    /// Whether a token is an ID token: it tells an application who signed in, and gives no access (OpenID Connect Core 1.0, section 2), but comes from
    /// the same issuer, often with the type JWT and, where the application is the API, with its audience. <c>at_hash</c> and <c>c_hash</c> stand
    /// in no other token; a <c>nonce</c> without a scope and without a client says the same; some issuers say it themselves.
    /// </summary>
    public static bool IsIdentityToken(string? type, JsonElement payload) =>
        !string.Equals(ShortOf(type ?? ""), "at+jwt", StringComparison.OrdinalIgnoreCase)
        && (payload.TryGetProperty("at_hash", out _)
            || payload.TryGetProperty("c_hash", out _)
            || Says(payload, "typ", "ID")
            || Says(payload, "token_use", "id")
            || (payload.TryGetProperty("nonce", out _) && !payload.TryGetProperty("scope", out _) && !payload.TryGetProperty("scp", out _) && !payload.TryGetProperty("client_id", out _)));

    private static bool Says(JsonElement payload, string claim, string value) =>
        payload.TryGetProperty(claim, out JsonElement found) && found.ValueKind == JsonValueKind.String
            && string.Equals(found.GetString(), value, StringComparison.Ordinal);

    private static DateTime? TimeOf(DateTime claim) => claim == DateTime.MinValue ? null : claim;

    private static string ShortOf(string type)
    {
        const string Prefix = "application/";
        return type.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? type[Prefix.Length..] : type;
    }
}
