using Microsoft.AspNetCore.Http;
using Reporting.Api.Json;
using Reporting.Api.Problems;
using Reporting.Api.Requests;
using Reporting.Metrics.Queries;

namespace Reporting.Api.Metrics;

/// <summary>Counts runs, commits, users and repositories of a range of days.</summary>
[ApiRoute("GET", "metrics", ApiAccess.Admin)]
[Responds(200, "The numbers of the range, its periods and groups, and of the range before.", typeof(MetricsResponse))]
[Responds(200, "The numbers of the range, its periods and groups, and of the range before.", typeof(string), "text/csv")]
internal sealed class GetMetrics(MetricsReader reader, TimeProvider time) : IApiHandler<GetMetricsRequest>
{
    public async Task<IResult> HandleAsync(HttpContext context, GetMetricsRequest request, CancellationToken cancellationToken)
    {
        MetricsQuery query = request.ToQuery(time.GetUtcNow());
        MetricsResponse response = await MetricsResponse.ReadAsync(reader, query, cancellationToken);
        return request.Format == "csv"
            ? Results.File(MetricsCsv.Write(response, query), MetricsCsv.ContentType, MetricsCsv.FileName(query))
            : ApiJson.Result(response);
    }
}

/// <summary>Suggests organizations, recipes or users for the filters of the metrics.</summary>
[ApiRoute("GET", "metrics/values", ApiAccess.Admin)]
[Responds(200, "Names that contain the text, most runs first.", typeof(MetricValuesResponse))]
internal sealed class GetMetricValues(MetricsReader reader, TimeProvider time) : IApiHandler<GetMetricValuesRequest>
{
    public async Task<IResult> HandleAsync(HttpContext context, GetMetricValuesRequest request, CancellationToken cancellationToken)
    {
        MetricsQuery query = new MetricsRequest { Since = request.Since, Until = request.Until, GroupBy = request.Field }.ToQuery(time.GetUtcNow());
        IReadOnlyList<MetricGroup> groups = await reader.FindNamesAsync(query, request.Q, cancellationToken);
        return ApiJson.Result(new MetricValuesResponse([.. groups.Select(group => new MetricValueResponse(group.Key!, group.Name, group.Total.RecipeRuns))]));
    }
}

/// <summary>Numbers of a range of days.</summary>
/// <param name="Since">First UTC day.</param>
/// <param name="Until">The UTC day behind the last.</param>
/// <param name="Interval">How the range is cut: day, week or month.</param>
/// <param name="GroupBy">What the groups are: none, organization, recipe or user.</param>
/// <param name="AsOf">Everything acknowledged before is in the numbers.</param>
/// <param name="LastActivityAt">When the last run of the log was asked for, of whatever range; absent when there is none.</param>
/// <param name="Periods">First day of each period; the first begins with the range, the last ends with it.</param>
/// <param name="Total">The numbers of the range.</param>
/// <param name="Series">The numbers of each period.</param>
/// <param name="Previous">The numbers of the range before, of as many days.</param>
/// <param name="GroupCount">How many groups have runs in the range.</param>
/// <param name="Groups">The first of them.</param>
/// <param name="Measures">What each number counts.</param>
public sealed record MetricsResponse(
    DateOnly Since, DateOnly Until, string Interval, string GroupBy, DateTimeOffset AsOf, DateTimeOffset? LastActivityAt, IReadOnlyList<DateOnly> Periods, MetricNumbers Total,
    IReadOnlyList<MetricNumbers> Series, MetricsPreviousResponse Previous, int GroupCount, IReadOnlyList<MetricGroupResponse> Groups, IReadOnlyList<MeasureResponse> Measures)
{
    /// <summary>Reads numbers for REST and GraphQL.</summary>
    /// <exception cref="ProblemException">503: sums of some days have not been made yet.</exception>
    internal static async Task<MetricsResponse> ReadAsync(MetricsReader reader, MetricsQuery query, CancellationToken cancellationToken)
    {
        MetricsReading reading = await reader.ReadAsync(query, cancellationToken);
        if (reading.Result is not { } result)
        {
            throw MetricsProblem.BeingMade(reading.BeingMade!);
        }

        return new MetricsResponse(
            query.Since, query.Until, query.Interval.ToString().ToLowerInvariant(), query.GroupBy.ToString().ToLowerInvariant(), reading.AsOf, reading.LastActivityAt, result.Periods, result.Total,
            result.Series, new MetricsPreviousResponse(query.PreviousSince, query.Since, result.Previous), result.GroupCount,
            [.. result.Groups.Select(group => new MetricGroupResponse(group.Key, group.Name, group.Total, group.Series, group.LastActivityAt))],
            [.. Measure.All.Select(measure => new MeasureResponse(measure.Name, measure.Title, measure.Unit, measure.Definition))]);
    }
}

/// <summary>The numbers of the range before.</summary>
/// <param name="Since">First UTC day.</param>
/// <param name="Until">The UTC day behind the last.</param>
/// <param name="Total">The numbers.</param>
public sealed record MetricsPreviousResponse(DateOnly Since, DateOnly Until, MetricNumbers Total);

/// <summary>The numbers of a group.</summary>
/// <param name="Key">The organization's id, the recipe's id or the user; absent for runs without organization.</param>
/// <param name="Name">The recipe's name; else the key.</param>
/// <param name="Total">The numbers of the range.</param>
/// <param name="Series">The numbers of each period.</param>
/// <param name="LastActivityAt">When the group's last run in the range was asked for.</param>
public sealed record MetricGroupResponse(string? Key, string Name, MetricNumbers Total, IReadOnlyList<MetricNumbers> Series, DateTimeOffset LastActivityAt);

/// <summary>What a number counts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Unit">Its unit; empty for a count.</param>
/// <param name="Definition">How it is counted.</param>
public sealed record MeasureResponse(string Name, string Title, string Unit, string Definition);

/// <summary>Suggestions for a filter, most runs first, at most 20.</summary>
/// <param name="Values">The suggestions.</param>
public sealed record MetricValuesResponse(IReadOnlyList<MetricValueResponse> Values);

/// <summary>A suggestion.</summary>
/// <param name="Value">What the filter takes.</param>
/// <param name="Name">The recipe's name; else the value.</param>
/// <param name="Runs">Recipe runs in the range.</param>
public sealed record MetricValueResponse(string Value, string Name, long Runs);

/// <summary>Refusals of the metrics.</summary>
internal static class MetricsProblem
{
    private const int RetryAfterSeconds = 5;

    /// <summary>The numbers of some days have not been made yet: 503, and how far they are.</summary>
    public static ProblemException BeingMade(DaysBeingMade days) => new(
        503, "metrics-being-made",
        FormattableString.Invariant($"The numbers of this range are being made: {days.Ready} of {days.Total} days are ready. Try again in some seconds, or ask for a shorter range."))
    {
        RetryAfterSeconds = RetryAfterSeconds, DaysReady = days.Ready, DaysTotal = days.Total,
    };
}
