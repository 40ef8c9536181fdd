using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Reporting.Access.Tokens;

/// <summary>Reads the bearer token of a request (RFC 6750 section 2.1) and says what it looks like, without verifying anything.</summary>
internal readonly record struct BearerToken(BearerTokenKind Kind, string Value)
{
    /// <summary>Longest token that is looked at, characters. Real ones have under 4,000.</summary>
    public const int MaximumLength = 16 * 1024;

    private const string PersonalAccessTokenPrefix = "mat-";
    private static readonly SearchValues<char> Base64UrlAndDot =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>The token of <paramref name="request"/>.</summary>
    public static BearerToken Read(HttpRequest request)
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
            return default;
        }

        string token = header[Scheme.Length..].Trim();
        return token.Length == 0 ? default : new(KindOf(token), token);
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
