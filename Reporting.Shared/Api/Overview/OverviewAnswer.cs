namespace Reporting.Api.Overview;

/// <summary>The activity of the last weeks in which there was any, at most 26.</summary>
/// <param name="Weeks">The weeks, oldest first, without gaps.</param>
public sealed record OverviewAnswer(IReadOnlyList<OverviewWeekAnswer> Weeks);
