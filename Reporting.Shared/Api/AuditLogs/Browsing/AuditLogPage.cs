namespace Reporting.Api.AuditLogs.Browsing;

/// <summary>A page of events.</summary>
/// <param name="Rows">The events in the order asked for.</param>
/// <param name="Next">Where to go on; null at the end.</param>
/// <param name="SearchedTo">How far the search has come; null when it has come to the end.</param>
/// <param name="SpanTicks">Width of the last window, for cursors of single rows.</param>
internal sealed record AuditLogPage(IReadOnlyList<AuditLogRow> Rows, AuditLogCursor? Next, DateTimeOffset? SearchedTo, long SpanTicks);
