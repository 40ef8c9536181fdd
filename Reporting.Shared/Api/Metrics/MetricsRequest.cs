using System.ComponentModel.DataAnnotations;
using Reporting.Api.Problems;
using Reporting.Metrics.Queries;

namespace Reporting.Api.Metrics;

/// <summary>Which numbers are asked for; the same for REST and GraphQL.</summary>
internal record MetricsRequest
{
    /// <summary>First UTC day; 90 days before until when absent. At most 1,100 days before until.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>The UTC day behind the last; tomorrow when absent.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>How the range is cut into periods. A week begins on Monday.</summary>
    [AllowedValues("day", "week", "month")]
    public string Interval { get; init; } = "day";

    /// <summary>What the groups are.</summary>
    [AllowedValues("none", "organization", "recipe", "user")]
    public string GroupBy { get; init; } = "none";

    /// <summary>Only these organizations; repeat for any of several.</summary>
    public IReadOnlyList<string> Organization { get; init; } = [];

    /// <summary>Only recipes whose id or name is this, or fits it where it has <c>*</c>; repeat for any of several.</summary>
    public IReadOnlyList<string> Recipe { get; init; } = [];

    /// <summary>Only runs of these users; repeat for any of several.</summary>
    public IReadOnlyList<string> User { get; init; } = [];

    /// <summary>Groups that are shown. Times the periods at most 50,000.</summary>
    [Range(1, MetricsQuery.MaxFirst)]
    public int First { get; init; } = MetricsQuery.DefaultFirst;

    /// <summary>The measure by which groups are ordered, greatest first.</summary>
    [SortableMeasures]
    public string Sort { get; init; } = Measure.All[0].Name;

    /// <summary>The query, at a time.</summary>
    /// <exception cref="ProblemException">400: the range or the number of groups is wrong.</exception>
    public MetricsQuery ToQuery(DateTimeOffset now)
    {
        DateOnly until = Until ?? DateOnly.FromDateTime(now.UtcDateTime).AddDays(1);
        DateOnly since = Since ?? until.AddDays(-MetricsQuery.DefaultDays);
        if (since >= until)
        {
            throw ProblemException.Invalid("since", "must be earlier than until, which is the day behind the last.");
        }

        if (until.DayNumber - since.DayNumber > MetricsQuery.MaxDays)
        {
            throw ProblemException.Invalid("since", string.Create(CultureInfo.InvariantCulture, $"must be at most {MetricsQuery.MaxDays} days before until."));
        }

        var query = new MetricsQuery
        {
            Since = since,
            Until = until,
            Interval = Enum.Parse<MetricInterval>(Interval, ignoreCase: true),
            GroupBy = Enum.Parse<MetricGrouping>(GroupBy, ignoreCase: true),
            Organizations = Organization,
            Users = User,
            Recipes = Recipe,
            First = First,
            Sort = Measure.Sortable.First(measure => string.Equals(measure.Name, Sort, StringComparison.Ordinal)),
        };
        if (query.GroupBy != MetricGrouping.None && query.Periods().Length is var periods && (long)periods * query.First > MetricsQuery.MaxGroupPeriods)
        {
            throw ProblemException.Invalid("first", string.Create(
                CultureInfo.InvariantCulture, $"times the periods must be at most {MetricsQuery.MaxGroupPeriods}; the range has {periods} of them. Ask for fewer groups or a longer interval."));
        }

        return query;
    }
}

/// <summary>Which numbers are asked for, and how they are written.</summary>
internal sealed record GetMetricsRequest : MetricsRequest
{
    /// <summary><c>csv</c> has a line for each period, or each period of each group.</summary>
    [AllowedValues("json", "csv")]
    public string Format { get; init; } = "json";
}

/// <summary>Which names to suggest.</summary>
internal sealed record GetMetricValuesRequest
{
    /// <summary>Of what.</summary>
    [Required]
    [AllowedValues("organization", "recipe", "user")]
    public string Field { get; init; } = "";

    /// <summary>Only names that contain this text.</summary>
    public string Q { get; init; } = "";

    /// <summary>First UTC day; 90 days before until when absent. At most 1,100 days before until.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>The UTC day behind the last; tomorrow when absent.</summary>
    public DateOnly? Until { get; init; }
}
