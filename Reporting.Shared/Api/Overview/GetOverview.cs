using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Reporting.Activity.Overview;
using Reporting.Api.Json;

namespace Reporting.Api.Overview;

/// <summary>Shows the activity of the last weeks.</summary>
[ApiRoute("GET", "overview", ApiAccess.Admin)]
[Responds(200, "Counts by week.", typeof(OverviewResponse))]
internal sealed class GetOverview(WeeklyActivity activity) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<ActivityWeek> weeks = await activity.ReadAsync(cancellationToken);
        return ApiJson.Result(new OverviewResponse([.. weeks.Select(OverviewWeekResponse.Of)]));
    }
}

/// <summary>The activity of the last weeks in which there was any, at most 26.</summary>
/// <param name="Weeks">The last weeks in which there was any activity, oldest first, without gaps.</param>
public sealed record OverviewResponse([MaxLength(26)] IReadOnlyList<OverviewWeekResponse> Weeks);

/// <summary>One week.</summary>
/// <param name="Week">Its Monday, UTC: <c>2026-01-26</c>.</param>
/// <param name="Runs">Recipe runs on repositories.</param>
/// <param name="Commits">Commits, as counted when they were written.</param>
/// <param name="MinutesSaved">Time that the runs saved, minutes; a sum over 2^53-1 stops there.</param>
/// <param name="Failures">Audited actions that failed.</param>
public sealed record OverviewWeekResponse([RegularExpression(@"^\d{4}-\d\d-\d\d$")] string Week, long Runs, long Commits, long MinutesSaved, long Failures)
{
    internal static OverviewWeekResponse Of(ActivityWeek week) =>
        new(week.Monday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), week.Runs, week.Commits, week.MinutesSaved, week.Failures);
}
