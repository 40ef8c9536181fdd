using System.Collections.Immutable;
using System.Globalization;
using Reporting.Api.Requests;
using Reporting.Metrics.Queries;

namespace Reporting.Api.Metrics;

/// <summary>Reads and checks which numbers are asked for; the same for REST and GraphQL.</summary>
internal static class MetricsQueryReader
{
    /// <summary>The names of the fields.</summary>
    public static readonly ImmutableArray<string> Names = ["since", "until", "interval", "groupBy", "organization", "recipe", "user", "first", "sort"];

    private const string DayFormat = "yyyy-MM-dd";
    private static readonly DateOnly s_earliest = new(1970, 1, 1);
    private static readonly DateOnly s_latest = new(2200, 1, 1);

    /// <summary>The query.</summary>
    /// <exception cref="Problems.ProblemException">A field is wrong.</exception>
    public static MetricsQuery Read(RequestFields fields, DateTimeOffset now)
    {
        DateOnly until = Day(fields, "until") ?? DateOnly.FromDateTime(now.UtcDateTime).AddDays(1);
        DateOnly since = Day(fields, "since") ?? until.AddDays(-MetricsQuery.DefaultDays);
        string sort = fields.Text("sort") ?? Measure.All[0].Name;
        Measure? measure = Measure.Sortable.FirstOrDefault(known => string.Equals(known.Name, sort, StringComparison.OrdinalIgnoreCase));
        if (measure is null)
        {
            fields.Refuse("sort", $"takes the name of a measure that is one number: {string.Join(", ", Measure.Sortable.Select(known => known.Name))}.");
        }

        if (since >= until)
        {
            fields.Refuse("since", "must be earlier than until, which is the day behind the last.");
        }
        else if (until.DayNumber - since.DayNumber > MetricsQuery.MaxDays)
        {
            fields.Refuse("since", string.Create(CultureInfo.InvariantCulture, $"must be at most {MetricsQuery.MaxDays} days before until."));
        }

        var query = new MetricsQuery
        {
            Since = since,
            Until = until,
            Interval = Choice(fields, "interval", MetricInterval.Day),
            GroupBy = Choice(fields, "groupBy", MetricGrouping.None),
            Organizations = fields.Texts("organization") ?? [],
            Users = fields.Texts("user") ?? [],
            Recipes = fields.Texts("recipe") ?? [],
            First = (int)(fields.Number("first", 1, MetricsQuery.MaxFirst) ?? MetricsQuery.DefaultFirst),
            Sort = measure ?? Measure.All[0],
        };
        fields.ThrowIfRefused();
        if (query.GroupBy != MetricGrouping.None && query.Periods().Length is var periods && (long)periods * query.First > MetricsQuery.MaxGroupPeriods)
        {
            fields.Refuse("first", string.Create(
                CultureInfo.InvariantCulture, $"times the periods must be at most {MetricsQuery.MaxGroupPeriods}; the range has {periods} of them. Ask for fewer groups or a longer interval."));
            fields.ThrowIfRefused();
        }

        return query;
    }

    private static DateOnly? Day(RequestFields fields, string name)
    {
        if (fields.Text(name) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) && day >= s_earliest && day <= s_latest)
        {
            return day;
        }

        fields.Refuse(name, "takes a UTC day from 1970-01-01 to 2200-01-01, such as 2026-01-28.");
        return null;
    }

    private static T Choice<T>(RequestFields fields, string name, T otherwise)
        where T : struct, Enum
    {
        if (fields.Text(name) is not { } text)
        {
            return otherwise;
        }

        foreach (T value in Enum.GetValues<T>())
        {
            if (string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        fields.Refuse(name, $"takes one of {string.Join(", ", Enum.GetNames<T>().Select(known => known.ToLowerInvariant()))}.");
        return otherwise;
    }
}
