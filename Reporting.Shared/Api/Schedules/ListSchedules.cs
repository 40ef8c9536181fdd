using Microsoft.AspNetCore.Http;
using Reporting.Api.Hosting;
using Reporting.Api.Json;
using Reporting.Schedules;

namespace Reporting.Api.Schedules;

/// <summary>Lists all schedules, by name.</summary>
[ApiRoute("GET", "schedules", ApiAccess.Admin)]
internal sealed class ListSchedules(ScheduleService schedules, TimeProvider time) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<Schedule> all = await schedules.ListAsync(cancellationToken);
        return Results.Json(new ScheduleListAnswer([.. all.Select(schedule => ScheduleAnswers.Of(schedule, time.GetUtcNow()))]), ApiJson.Default.ScheduleListAnswer);
    }
}
