using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Reporting.Access;

/// <summary>
/// The bearer token of a request (RFC 6750 section 2.1) and what it looks like; nothing is verified. It is read once per request and parsed once: all
/// who look into it, the framework's handler included, see the same parsed token.
/// </summary>
internal sealed record BearerToken(BearerTokenKind Kind, string Value)
{
    /// <summary>Longest token that is looked at, characters. Real ones have under 4,000.</summary>
    public const int MaximumLength = 16 * 1024;

    private const string PersonalAccessTokenPrefix = "mat-";
    private static readonly SearchValues<char> Base64UrlAndDot =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    // By the very string that Of gave, not by equal ones: the entry goes with the request.
    private static readonly ConditionalWeakTable<string, JsonWebToken> Parsed = [];
    private static readonly BearerToken None = new(BearerTokenKind.None, "");

    /// <summary>The token of the request.</summary>
    public static BearerToken Of(HttpContext context)
    {
        if (context.Features.Get<BearerToken>() is not { } token)
        {
            token = Read(context.Request);
            context.Features.Set(token);
        }

        return token;
    }

    /// <summary>The token parsed; a value that <see cref="Of"/> gave is parsed only the first time.</summary>
    /// <exception cref="SecurityTokenMalformedException">It cannot be read.</exception>
    public static JsonWebToken Parse(string value)
    {
        try
        {
            return Parsed.GetValue(value, static encoded => new JsonWebToken(encoded));
        }
        catch (ArgumentException exception)
        {
            throw new SecurityTokenMalformedException("The token cannot be read.", exception);
        }
    }

    private static BearerToken Read(HttpRequest request)
    {
        StringValues headers = request.Headers.Authorization;
        string header = headers.Count == 1 ? headers[0] ?? "" : "";

        // A proxy may have joined two headers by a comma (RFC 9110 section 5.3); no token has one.
        if (headers.Count > 1 || header.Contains(',', StringComparison.Ordinal))
        {
            return new(BearerTokenKind.Ambiguous, "");
        }

        const string Scheme = "Bearer ";
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return None;
        }

        string token = header[Scheme.Length..].Trim();
        return token.Length == 0 ? None : new(KindOf(token), token);
    }

    private static BearerTokenKind KindOf(string token)
    {
        if (token.Length > MaximumLength)
        {
            return BearerTokenKind.TooLong;
        }

        return token.StartsWith(PersonalAccessTokenPrefix, StringComparison.Ordinal) || !HasThreeParts(token)
            ? BearerTokenKind.PersonalAccessToken
            : BearerTokenKind.Jwt;
    }

    // The third part may be empty: that is how an unsigned token is written (RFC 7519 section 6.1), and it must not verify.
    private static bool HasThreeParts(ReadOnlySpan<char> token)
    {
        int first = token.IndexOf('.');
        int last = token.LastIndexOf('.');
        return first > 0 && last > first + 1 && token.Count('.') == 2 && !token.ContainsAnyExcept(Base64UrlAndDot);
    }
}

/// <summary>What a request's Authorization header holds.</summary>
internal enum BearerTokenKind
{
    /// <summary>No bearer token.</summary>
    None,

    /// <summary>More than one Authorization header or credential.</summary>
    Ambiguous,

    /// <summary>Longer than any token that is accepted.</summary>
    TooLong,

    /// <summary>A personal access token: prefix <c>mat-</c>, or not three base64url parts.</summary>
    PersonalAccessToken,

    /// <summary>Three base64url parts: a JWT in compact form (RFC 7515 section 7.1), not verified.</summary>
    Jwt,
}
