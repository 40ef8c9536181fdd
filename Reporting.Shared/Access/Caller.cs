namespace Reporting.Access;

/// <summary>Who calls, as a verified token says.</summary>
/// <param name="Name">Name for the audit log and for jobs: the token's <c>email</c>, else <c>preferred_username</c>, else <c>sub</c>.</param>
/// <param name="IsAdmin">Whether the roles hold the administrator's.</param>
/// <param name="CanWriteActivity">Whether the roles hold the one that writes activity.</param>
public sealed record Caller(string Name, bool IsAdmin, bool CanWriteActivity);
