namespace Reporting.Access;

/// <summary>Who calls, as a verified token says.</summary>
/// <param name="Name">Name for the audit log and for jobs: the token's <c>email</c>, else <c>preferred_username</c>, else <c>sub</c>.</param>
/// <param name="IsAdmin">Whether the roles hold the administrator's.</param>
/// <param name="CanWriteActivity">Whether the roles hold the one that writes activity.</param>
public sealed record Caller(string Name, bool IsAdmin, bool CanWriteActivity)
{
    /// <summary>The token's <c>iss</c>: who vouches for the name. Null only where a test makes a caller by hand.</summary>
    public string? Issuer { get; init; }

    /// <summary>The token's <c>sub</c>, or null when it has none.</summary>
    public string? Subject { get; init; }

    /// <summary>
    /// What sends the request, for the <c>origin</c> of what it writes: the client that the token was issued to (<c>azp</c>, OpenID Connect Core 1.0 section 2; <c>client_id</c>,
    /// RFC 9068 section 2.2; <c>appid</c>, Entra ID), else the subject, else the name.
    /// </summary>
    public string Origin { get; init; } = Name;
}
