using System.Globalization;
using Reporting.Activity.Overview;

namespace Reporting.Api.Overview;

/// <summary>One week.</summary>
/// <param name="Week">Its Monday, UTC: <c>2026-01-26</c>.</param>
/// <param name="Runs">Recipe runs on repositories.</param>
/// <param name="Commits">Commits, as counted when they were written.</param>
/// <param name="MinutesSaved">Time that the runs saved, minutes.</param>
/// <param name="Failures">Audited actions that failed.</param>
public sealed record OverviewWeekAnswer(string Week, long Runs, long Commits, long MinutesSaved, long Failures)
{
    internal static OverviewWeekAnswer Of(ActivityWeek week) =>
        new(week.Monday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), week.Runs, week.Commits, week.MinutesSaved, week.Failures);
}
