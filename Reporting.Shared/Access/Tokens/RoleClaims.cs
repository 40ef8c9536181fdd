using System.Text.Json;

namespace Reporting.Access.Tokens;

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
