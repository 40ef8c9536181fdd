namespace Reporting.Activity.Auditing;

/// <summary>Who did something, for the audit log.</summary>
/// <param name="UserId">The person's name, or <see cref="System"/>.</param>
/// <param name="SourceAddress">Address that the request came from, or null.</param>
/// <param name="UserAgent">The caller's program, or null.</param>
public sealed record AuditActor(string UserId, string? SourceAddress, string? UserAgent)
{
    /// <summary>Who vouches for the name: the token's <c>iss</c>, or null.</summary>
    public string? Issuer { get; init; }

    /// <summary>The issuer's own name for the person, which it gives to nobody else (RFC 7519 section 4.1.2): the token's <c>sub</c>, or null.</summary>
    public string? Subject { get; init; }

    /// <summary>What the service does by itself.</summary>
    public static AuditActor System { get; } = new("Moderne", null, null);
}
