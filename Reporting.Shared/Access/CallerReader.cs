using Microsoft.IdentityModel.Tokens;

namespace Reporting.Access;

/// <summary>Turns the payload of a verified token into a <see cref="Caller"/>.</summary>
internal static class CallerReader
{
    private const int MaximumNameLength = 320; // RFC 3696 errata: the longest e-mail address
    private static readonly string[] NameClaims = ["email", "preferred_username", "sub"];
    private static readonly string[] OriginClaims = ["azp", "client_id", "appid", "sub"];

    /// <summary>The caller, or null when the token has no subject: a caller that cannot be audited is refused.</summary>
    public static Caller? Read(JsonElement payload, AccessOptions options)
    {
        string name = Find(payload, NameClaims) ?? "";
        IReadOnlyList<string> roles = RoleClaims.Read(payload, options.RolesClaim);
        return name.Length == 0
            ? null
            : new Caller(name, roles.Contains(options.AdminRole, StringComparer.Ordinal), roles.Contains(options.ActivityWriterRole, StringComparer.Ordinal))
            {
                Issuer = Find(payload, "iss"), Subject = Find(payload, "sub"), Origin = Find(payload, OriginClaims) ?? name,
            };
    }

    /// <summary>The first of these claims that is text and not blank, or null.</summary>
    private static string? Find(JsonElement payload, params ReadOnlySpan<string> claims)
    {
        foreach (string claim in claims)
        {
            if (payload.TryGetProperty(claim, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.GetString() is { } text && !string.IsNullOrWhiteSpace(text))
            {
                return text.Length <= MaximumNameLength ? text : text[..MaximumNameLength];
            }
        }

        return null;
    }
}

/// <summary>
/// Reads roles out of a token's payload. The claim is looked for under its whole name first (names may hold dots:
/// <c>https://example.com/roles</c>), then as a path: <c>realm_access.roles</c> finds <c>{"realm_access":{"roles":["admin"]}}</c>.
/// </summary>
internal static class RoleClaims
{
    /// <summary>The roles: a string is one role (never split at spaces: "not admin" is not "admin"), an array one for each string in it.</summary>
    public static IReadOnlyList<string> Read(JsonElement payload, string claim)
    {
        JsonElement value = payload;
        if (payload.TryGetProperty(claim, out JsonElement whole))
        {
            value = whole;
        }
        else
        {
            foreach (string step in claim.Split('.'))
            {
                if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(step, out value))
                {
                    return [];
                }
            }
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Array => [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
            _ => [],
        };
    }
}

/// <summary>Says in a sentence why a token did not verify, without repeating anything of the token or the keys.</summary>
internal static class TokenFailure
{
    public static string Describe(Exception? failure) => failure switch
    {
        SecurityTokenExpiredException => "The token has expired: sign in again.",
        SecurityTokenNoExpirationException => "The token has no expiry ('exp').",
        SecurityTokenNotYetValidException => "The token is not valid yet: check the clocks.",
        SecurityTokenInvalidLifetimeException => "The token's lifetime ('nbf', 'exp') is not valid.",
        SecurityTokenInvalidIssuerException => "The token is from another issuer than the one this service accepts.",
        SecurityTokenInvalidAudienceException => "The token is for another audience than this service.",
        SecurityTokenInvalidTypeException => "The token is of a type that is not accepted: send an access token.",
        SecurityTokenInvalidAlgorithmException => "The token is signed with an algorithm that is not accepted.",
        SecurityTokenInvalidSigningKeyException => "The token is signed with a key that is too weak or not valid: RSA keys have at least 2048 bits.",
        SecurityTokenSignatureKeyNotFoundException => "The token is signed with a key that the issuer does not publish.",
        _ => "The token could not be verified.",
    };
}
