using Microsoft.AspNetCore.Http;
using Reporting.Api.Problems;

namespace Reporting.Api.Schedules;

/// <summary>The schedule that a request's address names.</summary>
internal static class ScheduleLookup
{
    /// <summary>The name in the address.</summary>
    public static string NameOf(HttpContext context) => context.Request.RouteValues["name"] as string ?? "";

    /// <summary>The 404 of a name that no schedule has.</summary>
    public static ProblemException NotFound() => ProblemException.NotFound("There is no schedule of this name. GET /api/schedules lists those there are.");
}
