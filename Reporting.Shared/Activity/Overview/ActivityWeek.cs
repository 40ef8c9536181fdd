namespace Reporting.Activity.Overview;

/// <summary>What happened in one week, for charts.</summary>
/// <param name="Monday">The week's first day, UTC.</param>
/// <param name="Runs">Recipe runs on repositories.</param>
/// <param name="Commits">Commits, as counted when they were written.</param>
/// <param name="MinutesSaved">The runs' <c>timeSavingsInMinutes</c>, summed.</param>
/// <param name="Failures">Audited actions that failed.</param>
public sealed record ActivityWeek(DateOnly Monday, long Runs, long Commits, long MinutesSaved, long Failures);
