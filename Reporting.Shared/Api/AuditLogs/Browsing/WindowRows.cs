namespace Reporting.Api.AuditLogs.Browsing;

/// <summary>What was read of a window.</summary>
/// <param name="Rows">Matching rows, oldest first.</param>
/// <param name="Scanned">Rows that the service gave, matching or not.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="IsComplete">False when reading was given up.</param>
internal sealed record WindowRows(List<AuditLogRow> Rows, int Scanned, TimeSpan Elapsed, bool IsComplete);
