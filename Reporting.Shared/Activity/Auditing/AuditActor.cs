namespace Reporting.Activity.Auditing;

/// <summary>Who did something, for the audit log.</summary>
/// <param name="UserId">The person's name, or <see cref="System"/>.</param>
/// <param name="SourceAddress">Address that the request came from, or null.</param>
/// <param name="UserAgent">The caller's program, or null.</param>
public sealed record AuditActor(string UserId, string? SourceAddress, string? UserAgent)
{
    /// <summary>What the service does by itself.</summary>
    public static AuditActor System { get; } = new("Moderne", null, null);
}
