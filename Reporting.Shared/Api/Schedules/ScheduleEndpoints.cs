using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Reporting.Activity.Auditing;
using Reporting.Api.Auditing;
using Reporting.Api.Json;
using Reporting.Api.Problems;
using Reporting.Api.Requests;
using Reporting.Schedules;
using Reporting.Schedules.Requests;
using Reporting.Schedules.Store;

namespace Reporting.Api.Schedules;

/// <summary>Lists all schedules, by name.</summary>
[ApiRoute("GET", "schedules", ApiAccess.Admin)]
[Responds(200, "All schedules, by name.", typeof(ScheduleListResponse))]
internal sealed class ListSchedules(ScheduleStore schedules, TimeProvider time) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<Schedule> all = await schedules.ListActiveAsync(cancellationToken);
        return ApiJson.Result(new ScheduleListResponse([.. all.Select(schedule => ScheduleResponses.Of(schedule, time.GetUtcNow()))]));
    }
}

/// <summary>Shows a schedule.</summary>
[ApiRoute("GET", "schedules/{name}", ApiAccess.Admin)]
[ScheduleName]
[Responds(200, "The schedule.", typeof(ScheduleResponse))]
[ResponseHeader("ETag", ScheduleConditions.VersionDescription)]
internal sealed class GetSchedule(ScheduleStore schedules, TimeProvider time) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        Schedule schedule = await schedules.FindActiveAsync(ScheduleLookup.NameOf(context), cancellationToken) ?? throw ScheduleLookup.NotFound();
        context.Response.Headers.ETag = ScheduleConditions.VersionOf(schedule);
        return ApiJson.Result(ScheduleResponses.Of(schedule, time.GetUtcNow()));
    }
}

/// <summary>Makes a schedule, or changes it.</summary>
/// <remarks>What a response shows beside the fields of the request is passed over, so that it can be sent back.</remarks>
[ApiRoute("PUT", "schedules/{name}", ApiAccess.Admin)]
[ScheduleName]
[IgnoresFieldsOf(typeof(ScheduleResponse))]
[RequestHeader("If-Match", "Only when the schedule still has this ETag.")]
[RequestHeader("If-None-Match", "* to make a new schedule only.")]
[Responds(200, "It was there and is changed.", typeof(ScheduleResponse))]
[Responds(201, "It is made.", typeof(ScheduleResponse))]
[Responds(409, "There are as many schedules as Schedules:MaxSchedules allows.")]
[Responds(412, ScheduleConditions.FailedDescription)]
[ResponseHeader("ETag", ScheduleConditions.VersionDescription)]
internal sealed class PutSchedule(ScheduleStore schedules, ScheduleEditor editor, SelfAudit audit, IOptions<SchedulesOptions> options, TimeProvider time) : IApiHandler<ScheduleInput>
{
    public async Task<IResult> HandleAsync(HttpContext context, ScheduleInput input, CancellationToken cancellationToken)
    {
        string name = ScheduleLookup.NameOf(context);
        if (!ScheduleNames.IsValid(name))
        {
            throw ProblemException.Invalid("name", "takes 1 to 63 lower-case letters, digits and hyphens, and does not begin with a hyphen.");
        }

        AuditedAction action = ActionOf(await schedules.FindActiveAsync(name, cancellationToken), input);
        AuditAttempt attempt = await audit.BeginAsync(action, context.GetActor(), $"Set schedule {name}", cancellationToken);
        SchedulePutResult result = await attempt.RunAsync(() =>
            editor.PutAsync(name, input, context.GetActor().UserId, ScheduleConditions.Read(context.Request), cancellationToken));
        if (result.Schedule is not { } schedule)
        {
            ProblemException problem = Describe(result);
            await attempt.FailAsync($"Did not set schedule {name}: {problem.Code}");
            throw problem;
        }

        await attempt.SucceedAsync(DescribeOf(schedule));
        bool isNew = result.Outcome == SchedulePutOutcome.Created;
        context.Response.Headers.ETag = ScheduleConditions.VersionOf(schedule);
        return ApiJson.Result(
            ScheduleResponses.Of(schedule, time.GetUtcNow()), isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
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

/// <summary>Deletes a schedule; what it delivered stays.</summary>
[ApiRoute("DELETE", "schedules/{name}", ApiAccess.Admin)]
[ScheduleName]
[RequestHeader("If-Match", "Only when the schedule still has this ETag.")]
[Responds(204, "It is deleted.")]
[Responds(412, ScheduleConditions.FailedDescription)]
internal sealed class DeleteSchedule(ScheduleStore schedules, ScheduleEditor editor, SelfAudit audit) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        Schedule schedule = await schedules.FindActiveAsync(ScheduleLookup.NameOf(context), cancellationToken) ?? throw ScheduleLookup.NotFound();
        AuditAttempt attempt = await audit.BeginAsync(AuditedAction.DeleteSchedule, context.GetActor(), "Delete schedule " + schedule.Name, cancellationToken);
        ScheduleDeleteOutcome outcome = await attempt.RunAsync(() => editor.DeleteAsync(schedule.Name, ScheduleConditions.Read(context.Request), cancellationToken));
        if (outcome == ScheduleDeleteOutcome.PreconditionFailed)
        {
            await attempt.FailAsync($"Did not delete schedule {schedule.Name}: precondition-failed");
            throw ScheduleConditions.Failed();
        }

        await attempt.SucceedAsync($"Deleted schedule {schedule.Name}; the head of its chain is {schedule.HeadManifestSha256 ?? "none"}");
        return Results.NoContent();
    }
}

/// <summary>The address names a schedule.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ScheduleNameAttribute() : RouteParameterAttribute("name", "The schedule's name: lower-case letters, digits and hyphens.", "^[a-z0-9][a-z0-9-]{0,62}$");

/// <summary>The schedule that a request's address names.</summary>
internal static class ScheduleLookup
{
    /// <summary>The name in the address.</summary>
    public static string NameOf(HttpContext context) => context.Request.RouteValues["name"] as string ?? "";

    /// <summary>The 404 of a name that no schedule has.</summary>
    public static ProblemException NotFound() => ProblemException.NotFound("There is no schedule of this name. GET /api/schedules lists those there are.");
}

/// <summary>
/// The version of a schedule as an ETag, and what a caller requires of it by <c>If-Match</c> and <c>If-None-Match</c> (RFC 9110 section 13.1). It is the
/// version of what people set: a slot that runs meanwhile does not conflict with a user's edit.
/// </summary>
internal static class ScheduleConditions
{
    public const string VersionDescription = "Its version: what people set, not what its slots do.";
    public const string FailedDescription = "The schedule is not as If-Match or If-None-Match requires.";

    /// <summary>The ETag, quoted.</summary>
    public static string VersionOf(Schedule schedule) => '"' + schedule.Version + '"';

    /// <summary>Whether the request may go on with the schedule as it is, null for none.</summary>
    public static Func<Schedule?, bool> Read(HttpRequest request)
    {
        StringValues match = request.Headers.IfMatch;
        StringValues noneMatch = request.Headers.IfNoneMatch;
        return schedule => (match.Count == 0 || (schedule is not null && Names(match, schedule, isStrong: true)))
            && (noneMatch.Count == 0 || schedule is null || !Names(noneMatch, schedule, isStrong: false));
    }

    /// <summary>The 412 of a request whose condition does not hold.</summary>
    public static ProblemException Failed() => new(
        StatusCodes.Status412PreconditionFailed, "precondition-failed", "The schedule is not as If-Match or If-None-Match requires: another user has changed it. Read it again.");

    // If-Match compares strongly, If-None-Match weakly.
    private static bool Names(StringValues versions, Schedule schedule, bool isStrong) =>
        EntityTagHeaderValue.TryParseList(versions, out IList<EntityTagHeaderValue>? tags)
        && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(new EntityTagHeaderValue(VersionOf(schedule)), isStrong));
}
