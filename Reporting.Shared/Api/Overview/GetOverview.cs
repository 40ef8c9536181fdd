using Microsoft.AspNetCore.Http;
using Reporting.Activity.Overview;
using Reporting.Api.Hosting;
using Reporting.Api.Json;

namespace Reporting.Api.Overview;

/// <summary>What happened week by week, for charts.</summary>
[ApiRoute("GET", "overview", ApiAccess.Admin)]
internal sealed class GetOverview(WeeklyActivity activity) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<ActivityWeek> weeks = await activity.ReadAsync(cancellationToken);
        return Results.Json(new OverviewAnswer([.. weeks.Select(OverviewWeekAnswer.Of)]), ApiJson.Default.OverviewAnswer);
    }
}
