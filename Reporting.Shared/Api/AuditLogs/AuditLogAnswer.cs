namespace Reporting.Api.AuditLogs;

/// <summary>A page of the audit log.</summary>
/// <param name="Items">The events, newest first.</param>
/// <param name="Cursor">What to send as <c>after</c> to go on; absent at the end.</param>
/// <param name="HasNextPage">Whether there may be more.</param>
/// <param name="SearchedBackTo">How far back this page has searched; absent when it has searched everything.</param>
public sealed record AuditLogAnswer(IReadOnlyList<AuditLogEvent> Items, string? Cursor, bool HasNextPage, DateTimeOffset? SearchedBackTo);
