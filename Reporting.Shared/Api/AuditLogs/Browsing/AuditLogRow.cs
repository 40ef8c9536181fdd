namespace Reporting.Api.AuditLogs.Browsing;

/// <summary>An event and its key in the log.</summary>
internal sealed record AuditLogRow(string Key, AuditLogEvent Event);
