using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Reporting.Api.Json;

namespace Reporting.Api.Problems;

/// <summary>Writes problem details.</summary>
internal static class ProblemWriter
{
    /// <summary>Answers with <paramref name="problem"/>.</summary>
    public static Task WriteAsync(HttpContext context, ProblemException problem)
    {
        HttpResponse response = context.Response;
        response.StatusCode = problem.Status;
        response.ContentType = "application/problem+json";
        response.Headers.WWWAuthenticate = problem.Challenge;
        response.Headers.RetryAfter = problem.RetryAfterSeconds?.ToString(CultureInfo.InvariantCulture);
        return JsonSerializer.SerializeAsync(response.Body, Describe(context, problem), ApiJson.Default.Problem, context.RequestAborted);
    }

    private static Problem Describe(HttpContext context, ProblemException problem) => new(
        "urn:reporting:problem:" + problem.Code,
        ReasonPhrases.GetReasonPhrase(problem.Status),
        problem.Status,
        problem.Message,
        TraceIdOf(context),
        problem.Errors);

    /// <summary>The trace that the request's log lines carry.</summary>
    public static string TraceIdOf(HttpContext context) =>
        System.Diagnostics.Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
}
