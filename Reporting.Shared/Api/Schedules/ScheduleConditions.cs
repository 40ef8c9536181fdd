using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Reporting.Api.Problems;
using Reporting.Schedules;

namespace Reporting.Api.Schedules;

/// <summary>
/// The version of a schedule as an ETag, and what a caller requires of it by <c>If-Match</c> and <c>If-None-Match</c> (RFC 9110 section 13.1). It is the
/// version of what people set: a slot that runs meanwhile changes nothing about somebody's edit.
/// </summary>
internal static class ScheduleConditions
{
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
        StatusCodes.Status412PreconditionFailed, "precondition-failed", "The schedule is not as If-Match or If-None-Match requires: somebody has changed it. Read it again.");

    // If-Match compares strongly, If-None-Match weakly.
    private static bool Names(StringValues versions, Schedule schedule, bool isStrong) =>
        EntityTagHeaderValue.TryParseList(versions, out IList<EntityTagHeaderValue>? tags)
        && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(new EntityTagHeaderValue(VersionOf(schedule)), isStrong));
}
