namespace Reporting.Access;

/// <summary>Why a caller is refused.</summary>
/// <param name="Status">HTTP status: 401, 403, or 503 when the issuer's keys cannot be had.</param>
/// <param name="Code">A short name of the reason, the last part of the problem's type.</param>
/// <param name="Detail">A sentence that says what was wrong and what to do.</param>
/// <param name="Challenge">The <c>WWW-Authenticate</c> header (RFC 6750 section 3), or null for none.</param>
internal sealed record AccessRefusal(int Status, string Code, string Detail, string? Challenge)
{
    /// <summary>No usable token was sent.</summary>
    public static AccessRefusal NoToken(string detail) => new(401, "no-token", detail, "Bearer realm=\"reporting\"");

    /// <summary>A token was sent that does not verify.</summary>
    public static AccessRefusal InvalidToken(string detail) =>
        new(401, "invalid-token", detail, $"Bearer realm=\"reporting\", error=\"invalid_token\", error_description=\"{detail.Replace('"', '\'')}\"");

    /// <summary>The sentence of the design for personal access tokens.</summary>
    public static AccessRefusal PersonalAccessToken { get; } = new(
        403,
        "personal-access-token",
        "Personal access tokens carry no admin access. Use the JWT of your signed-in session instead.",
        null);

    /// <summary>A valid caller without the role.</summary>
    public static AccessRefusal MissingRole(string role) => new(
        403,
        "missing-role",
        $"Your token is valid, but its roles do not hold '{role}'. Ask an administrator for that role.",
        "Bearer realm=\"reporting\", error=\"insufficient_scope\"");

    /// <summary>A valid caller whose name, or client's name, can be taken for the system's.</summary>
    public static AccessRefusal ReservedName(string detail) => new(403, "reserved-name", detail, null);

    /// <summary>Nobody's token can be checked now.</summary>
    public static AccessRefusal AuthorityUnreachable { get; } = new(
        503,
        "authority-unreachable",
        "The sign-in authority's keys cannot be read at the moment, so no token can be checked. Try again in a few seconds.",
        null);
}
