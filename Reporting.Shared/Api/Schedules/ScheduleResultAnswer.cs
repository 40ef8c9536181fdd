namespace Reporting.Api.Schedules;

/// <summary>What became of a slot.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="State"><c>SUCCESSFUL FAILED SKIPPED</c>.</param>
/// <param name="Message">Why there is no file; empty when there is one.</param>
/// <param name="Rows">Rows of the file; absent without one.</param>
/// <param name="ExportId">The slot's last export; absent when there was none.</param>
/// <param name="File">Blob of the file in the container <c>scheduled</c>; absent without one.</param>
public sealed record ScheduleResultAnswer(DateTimeOffset Slot, string State, string Message, long? Rows, string? ExportId, string? File);
