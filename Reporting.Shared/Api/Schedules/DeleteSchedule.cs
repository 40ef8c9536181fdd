using Microsoft.AspNetCore.Http;
using Reporting.Activity.Auditing;
using Reporting.Api.Auditing;
using Reporting.Api.Hosting;
using Reporting.Schedules;

namespace Reporting.Api.Schedules;

/// <summary>Deletes a schedule (204); what it delivered stays.</summary>
[ApiRoute("DELETE", "schedules/{name}", ApiAccess.Admin)]
internal sealed class DeleteSchedule(ScheduleService schedules, SelfAudit audit) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        Schedule schedule = await schedules.FindAsync(ScheduleLookup.NameOf(context), cancellationToken) ?? throw ScheduleLookup.NotFound();
        AuditAttempt attempt = await audit.BeginAsync(AuditedAction.DeleteSchedule, context.GetActor(), "Delete schedule " + schedule.Name, cancellationToken);
        ScheduleDeleteOutcome outcome = await attempt.RunAsync(() => schedules.DeleteAsync(schedule.Name, ScheduleConditions.Read(context.Request), cancellationToken));
        if (outcome == ScheduleDeleteOutcome.PreconditionFailed)
        {
            await attempt.FailAsync($"Did not delete schedule {schedule.Name}: precondition-failed");
            throw ScheduleConditions.Failed();
        }

        await attempt.SucceedAsync($"Deleted schedule {schedule.Name}; the head of its chain is {schedule.HeadManifestSha256 ?? "none"}");
        return Results.NoContent();
    }
}
