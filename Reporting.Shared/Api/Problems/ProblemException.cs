using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Reporting.Api.Json;

namespace Reporting.Api.Problems;

/// <summary>Ends a request with problem details. Everything in it is shown to the caller.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">Short name of the kind of problem, the last part of its type.</param>
/// <param name="detail">What was wrong and what to do.</param>
internal sealed class ProblemException(int status, string code, string detail) : Exception(detail)
{
    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Short name of the kind of problem.</summary>
    public string Code { get; } = code;

    /// <summary>By field, what it takes.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    /// <summary>The <c>WWW-Authenticate</c> header, or null.</summary>
    public string? Challenge { get; init; }

    /// <summary>The <c>Retry-After</c> header in seconds, or null.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Metrics: days whose sums are there; null when it is about something else.</summary>
    public int? DaysReady { get; init; }

    /// <summary>Metrics: days that have, or are to have, sums; null when it is about something else.</summary>
    public int? DaysTotal { get; init; }

    /// <summary>Something the service needs does not answer: 503, try again.</summary>
    public static ProblemException Unavailable(string code, string detail) => new(503, code, detail) { RetryAfterSeconds = 5 };

    /// <summary>Storage is throttling, out of reach or too slow: 503, try again.</summary>
    public static ProblemException StorageUnavailable() => Unavailable("storage-unavailable", "Storage does not answer at the moment. Try again in a few seconds.");

    /// <summary>No endpoint has that address: 404.</summary>
    public static ProblemException UnknownAddress() => new(404, "unknown-address", "There is nothing at this address. GET /api/openapi.json lists what there is.");

    /// <summary>Nothing has that name: 404.</summary>
    public static ProblemException NotFound(string detail) => new(404, "not-found", detail);

    /// <summary>Fields of the request are wrong: 400 with a sentence for each.</summary>
    public static ProblemException Invalid(IReadOnlyDictionary<string, IReadOnlyList<string>> errors) =>
        new(400, "invalid-request", string.Join(' ', errors.SelectMany(field => field.Value.Select(sentence => $"{field.Key}: {sentence}")))) { Errors = errors };

    /// <summary>One field of the request is wrong: 400.</summary>
    public static ProblemException Invalid(string field, string sentence) =>
        Invalid(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [field] = [sentence] });
}

/// <summary>Problem details (RFC 9457) as this API writes them.</summary>
/// <param name="Type">A URN that names the kind of problem and never changes: <c>urn:reporting:problem:invalid-request</c>.</param>
/// <param name="Title">The HTTP status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What was wrong and what to do.</param>
/// <param name="TraceId">What to search the log for.</param>
/// <param name="Errors">By field, what it takes; absent when no field is at fault.</param>
/// <param name="Building">How far the numbers that are asked for have been made; absent when it is about something else.</param>
public sealed record Problem(
    [RegularExpression("^urn:reporting:problem:")] string Type, string Title, int Status, string Detail, string TraceId,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors, ProblemBuilding? Building);

/// <summary>How far numbers have been made.</summary>
/// <param name="DaysReady">Days whose sums are there.</param>
/// <param name="DaysTotal">Days that have, or are to have, sums.</param>
public sealed record ProblemBuilding(int DaysReady, int DaysTotal);

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
        return JsonSerializer.SerializeAsync(response.Body, Describe(context, problem), ApiJson.Options, context.RequestAborted);
    }

    private static Problem Describe(HttpContext context, ProblemException problem) => new(
        "urn:reporting:problem:" + problem.Code,
        ReasonPhrases.GetReasonPhrase(problem.Status),
        problem.Status,
        problem.Message,
        TraceIdOf(context),
        problem.Errors,
        problem is { DaysReady: { } ready, DaysTotal: { } total } ? new ProblemBuilding(ready, total) : null);

    /// <summary>The trace that the request's log lines carry.</summary>
    public static string TraceIdOf(HttpContext context) =>
        System.Diagnostics.Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
}
