namespace Reporting.Api.Schedules;

/// <summary>A slot whose export runs or is being delivered.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="ExportId">The export.</param>
/// <param name="Attempt">Which one it is for the slot, from 1.</param>
public sealed record ScheduleRunAnswer(DateTimeOffset Slot, string ExportId, int Attempt);
