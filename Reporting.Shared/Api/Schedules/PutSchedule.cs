using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Reporting.Activity.Auditing;
using Reporting.Api.Auditing;
using Reporting.Api.Hosting;
using Reporting.Api.Json;
using Reporting.Api.Problems;
using Reporting.Schedules;
using Reporting.Schedules.Requests;

namespace Reporting.Api.Schedules;

/// <summary>Makes a schedule (201) or changes it (200), under the eyes of the audit log.</summary>
[ApiRoute("PUT", "schedules/{name}", ApiAccess.Admin)]
internal sealed class PutSchedule(ScheduleService schedules, SelfAudit audit, IOptions<SchedulesOptions> options, TimeProvider time) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        string name = ScheduleLookup.NameOf(context);
        if (!ScheduleNames.IsValid(name))
        {
            throw ProblemException.Invalid("name", "takes 1 to 63 lower-case letters, digits and hyphens, and does not begin with a hyphen.");
        }

        ScheduleInput input = await ScheduleInputReader.ReadAsync(context.Request, cancellationToken);
        AuditedAction action = ActionOf(await schedules.FindAsync(name, cancellationToken), input);
        AuditAttempt attempt = await audit.BeginAsync(action, context.GetActor(), $"Set schedule {name}", cancellationToken);
        SchedulePutResult result = await attempt.RunAsync(() =>
            schedules.PutAsync(name, input, context.GetActor().UserId, ScheduleConditions.Read(context.Request), cancellationToken));
        if (result.Schedule is not { } schedule)
        {
            ProblemException problem = Describe(result);
            await attempt.FailAsync($"Did not set schedule {name}: {problem.Code}");
            throw problem;
        }

        await attempt.SucceedAsync(DescribeOf(schedule));
        bool isNew = result.Outcome == SchedulePutOutcome.Created;
        context.Response.Headers.ETag = ScheduleConditions.VersionOf(schedule);
        return Results.Json(
            ScheduleAnswers.Of(schedule, time.GetUtcNow()), ApiJson.Default.ScheduleAnswer, statusCode: isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static AuditedAction ActionOf(Schedule? schedule, ScheduleInput input) => schedule switch
    {
        null => AuditedAction.CreateSchedule,
        { Definition.IsPaused: false } when input.IsPaused => AuditedAction.PauseSchedule,
        { Definition.IsPaused: true } when !input.IsPaused => AuditedAction.ResumeSchedule,
        _ => AuditedAction.UpdateSchedule,
    };

    private static string DescribeOf(Schedule schedule) =>
        $"Set schedule {schedule.Name}: {schedule.Definition.Report} as {schedule.Definition.Format}, {schedule.Definition.Cron} in {schedule.Definition.TimeZone}{(schedule.Definition.IsPaused ? ", paused" : "")}";

    private ProblemException Describe(SchedulePutResult result) => result.Outcome switch
    {
        SchedulePutOutcome.PreconditionFailed => ScheduleConditions.Failed(),
        SchedulePutOutcome.TooMany => new ProblemException(
            StatusCodes.Status409Conflict,
            "too-many-schedules",
            string.Create(CultureInfo.InvariantCulture, $"There are {options.Value.MaxSchedules} schedules already, as many as Schedules:MaxSchedules allows. Delete one that is not needed, or have the setting raised.")),
        _ => ProblemException.Invalid(result.Problems
            .GroupBy(problem => problem.Field, StringComparer.Ordinal)
            .ToDictionary(field => field.Key, IReadOnlyList<string> (field) => [.. field.Select(problem => problem.Message)], StringComparer.Ordinal)),
    };
}
