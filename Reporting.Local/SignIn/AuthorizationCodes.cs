using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Reporting.Local.SignIn;

/// <summary>Authorization codes, which the application exchanges for its tokens: each works once, within a minute, for a caller with the code verifier.</summary>
internal sealed class AuthorizationCodes(TimeProvider time)
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (AuthorizationRequest Request, string Name, DateTimeOffset ExpiresAt)> _codes = new(StringComparer.Ordinal);

    /// <summary>A code for <paramref name="name"/>'s sign-in.</summary>
    public string Create(AuthorizationRequest request, string name)
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach ((string old, var entry) in _codes)
        {
            if (entry.ExpiresAt < now)
            {
                _codes.TryRemove(old, out _);
            }
        }

        string code = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _codes[code] = (request, name, now + s_lifetime);
        return code;
    }

    /// <summary>Gives out a code's sign-in, once; null when the code is unknown, late, another application's or without its verifier (RFC 7636 section 4.6).</summary>
    public (AuthorizationRequest Request, string Name)? Redeem(string code, string clientId, string redirectUri, string verifier)
    {
        if (!_codes.TryRemove(code, out var entry) || entry.ExpiresAt < time.GetUtcNow())
        {
            return null;
        }

        string challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        bool fits = string.Equals(entry.Request.ClientId, clientId, StringComparison.Ordinal)
            && string.Equals(entry.Request.RedirectUri, redirectUri, StringComparison.Ordinal)
            && string.Equals(entry.Request.CodeChallenge, challenge, StringComparison.Ordinal);
        return fits ? (entry.Request, entry.Name) : null;
    }
}
