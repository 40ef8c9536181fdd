using Microsoft.AspNetCore.Http;
using Reporting.Api.Hosting;
using Reporting.Api.Json;
using Reporting.Schedules;

namespace Reporting.Api.Schedules;

/// <summary>Shows a schedule, with its version as ETag.</summary>
[ApiRoute("GET", "schedules/{name}", ApiAccess.Admin)]
internal sealed class GetSchedule(ScheduleService schedules, TimeProvider time) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        Schedule schedule = await schedules.FindAsync(ScheduleLookup.NameOf(context), cancellationToken) ?? throw ScheduleLookup.NotFound();
        context.Response.Headers.ETag = ScheduleConditions.VersionOf(schedule);
        return Results.Json(ScheduleAnswers.Of(schedule, time.GetUtcNow()), ApiJson.Default.ScheduleAnswer);
    }
}
