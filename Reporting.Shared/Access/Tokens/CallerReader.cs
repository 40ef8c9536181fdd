using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Reporting.Access.Tokens;

/// <summary>Turns a verified token into a <see cref="Caller"/>.</summary>
internal static class CallerReader
{
    private const int MaximumNameLength = 320; // RFC 3696 errata: the longest e-mail address
    private static readonly string[] NameClaims = ["email", "preferred_username", "sub"];
    private static readonly string[] OriginClaims = ["azp", "client_id", "appid", "sub"];

    /// <summary>The caller, or null when the token names nobody: what cannot be audited is not let in.</summary>
    public static Caller? Read(JsonWebToken token, AccessOptions options)
    {
        using JsonDocument payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        string name = Find(payload.RootElement, NameClaims) ?? "";
        IReadOnlyList<string> roles = RoleClaims.Read(payload.RootElement, options.RolesClaim);
        return name.Length == 0
            ? null
            : new Caller(name, roles.Contains(options.AdminRole, StringComparer.Ordinal), roles.Contains(options.ActivityWriterRole, StringComparer.Ordinal))
            {
                Issuer = Find(payload.RootElement, "iss"), Subject = Find(payload.RootElement, "sub"), Origin = Find(payload.RootElement, OriginClaims) ?? name,
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
