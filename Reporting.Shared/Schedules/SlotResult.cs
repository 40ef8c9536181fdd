namespace Reporting.Schedules;

/// <summary>What became of a slot, for people.</summary>
/// <param name="Slot">The slot, UTC.</param>
/// <param name="State">How it ended.</param>
/// <param name="Message">Why there is no file; empty when there is one.</param>
/// <param name="Rows">Rows of the file; null without one.</param>
/// <param name="ExportId">Id of its last export; null when there was none.</param>
/// <param name="File">Blob of the file in the container <c>scheduled</c>; null without one.</param>
public sealed record SlotResult(DateTimeOffset Slot, SlotState State, string Message, long? Rows, string? ExportId, string? File);
