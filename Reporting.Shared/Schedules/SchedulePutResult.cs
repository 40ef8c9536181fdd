using Reporting.Exports;

namespace Reporting.Schedules;

/// <summary>The answer to a call to make or change a schedule.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Schedule">The schedule as it is now; null when nothing was done.</param>
/// <param name="Problems">What is wrong with what was asked.</param>
public sealed record SchedulePutResult(SchedulePutOutcome Outcome, Schedule? Schedule, IReadOnlyList<ExportProblem> Problems);
