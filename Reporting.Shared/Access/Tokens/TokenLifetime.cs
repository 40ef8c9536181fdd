using Microsoft.IdentityModel.Tokens;

namespace Reporting.Access.Tokens;

/// <summary>Checks <c>nbf</c> and <c>exp</c> (RFC 7519 sections 4.1.4 and 4.1.5) by the service's clock; the library's own check reads the wall clock.</summary>
internal static class TokenLifetime
{
    /// <summary>True when valid at <paramref name="now"/>, give or take <paramref name="skew"/>.</summary>
    /// <exception cref="SecurityTokenException">It is not; the type says why.</exception>
    public static bool Check(DateTime? notBefore, DateTime? expires, DateTimeOffset now, TimeSpan skew)
    {
        if (expires is not { } end)
        {
            throw new SecurityTokenNoExpirationException();
        }

        if (notBefore is { } start && start > now.UtcDateTime + skew)
        {
            throw new SecurityTokenNotYetValidException();
        }

        return end > now.UtcDateTime - skew ? true : throw new SecurityTokenExpiredException();
    }
}
