using GraphQL.Types;
using Reporting.Api.Metrics;
using Reporting.Metrics.Days;
using Reporting.Metrics.Queries;

namespace Reporting.Api.GraphQL.Types;

/// <summary>Numbers of a range of days.</summary>
internal sealed class MetricsGraphType : ObjectGraphType<MetricsResponse>
{
    public MetricsGraphType()
    {
        Name = "Metrics";
        Description = "Numbers of a range of UTC days.";
        Field<NonNullGraphType<StringGraphType>>("since").Description("First day.").Resolve(context => UtcDays.Text(context.Source.Since));
        Field<NonNullGraphType<StringGraphType>>("until").Description("The day behind the last.").Resolve(context => UtcDays.Text(context.Source.Until));
        Field<NonNullGraphType<UtcDateTimeGraphType>>("asOf").Description("Everything acknowledged before is in the numbers.").Resolve(context => context.Source.AsOf);
        Field<UtcDateTimeGraphType>("lastActivityAt").Description("When the last run of the log was asked for, of whatever range.").Resolve(context => context.Source.LastActivityAt);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StringGraphType>>>>("periods").Description("First day of each period.").Resolve(context => context.Source.Periods.Select(UtcDays.Text));
        Field<NonNullGraphType<MetricNumbersGraphType>>("total").Description("The numbers of the range.").Resolve(context => context.Source.Total);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<MetricNumbersGraphType>>>>("series").Description("The numbers of each period.").Resolve(context => context.Source.Series);
        Field<NonNullGraphType<MetricsPreviousGraphType>>("previous").Description("The range before, of as many days.").Resolve(context => context.Source.Previous);
        Field(metrics => metrics.GroupCount).Description("How many groups have runs in the range.");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<MetricGroupGraphType>>>>("groups").Description("The first groups, by the measure they are sorted by.").Resolve(context => context.Source.Groups);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<MeasureGraphType>>>>("measures").Description("What each number counts.").Resolve(context => context.Source.Measures);
    }
}

/// <summary>The range before.</summary>
internal sealed class MetricsPreviousGraphType : ObjectGraphType<MetricsPreviousResponse>
{
    public MetricsPreviousGraphType()
    {
        Name = "MetricsPrevious";
        Description = "The range before, of as many days.";
        Field<NonNullGraphType<StringGraphType>>("since").Description("First day.").Resolve(context => UtcDays.Text(context.Source.Since));
        Field<NonNullGraphType<StringGraphType>>("until").Description("The day behind the last.").Resolve(context => UtcDays.Text(context.Source.Until));
        Field<NonNullGraphType<MetricNumbersGraphType>>("total").Description("Its numbers.").Resolve(context => context.Source.Total);
    }
}

/// <summary>The numbers of a group.</summary>
internal sealed class MetricGroupGraphType : ObjectGraphType<MetricGroupResponse>
{
    public MetricGroupGraphType()
    {
        Name = "MetricGroup";
        Description = "The numbers of an organization, a recipe or a user.";
        Field(group => group.Key, nullable: true).Description("The organization's id, the recipe's id or the user; null for runs without organization.");
        Field(group => group.Name).Description("The recipe's name; else the key.");
        Field<NonNullGraphType<MetricNumbersGraphType>>("total").Description("The numbers of the range.").Resolve(context => context.Source.Total);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<MetricNumbersGraphType>>>>("series").Description("The numbers of each period.").Resolve(context => context.Source.Series);
        Field<NonNullGraphType<UtcDateTimeGraphType>>("lastActivityAt").Description("When the group's last run in the range was asked for.").Resolve(context => context.Source.LastActivityAt);
    }
}

/// <summary>The numbers; names and definitions are those of <see cref="Measure.All"/>.</summary>
internal sealed class MetricNumbersGraphType : ObjectGraphType<MetricNumbers>
{
    public MetricNumbersGraphType()
    {
        Name = "MetricNumbers";
        Description = "Numbers of some rows.";
        foreach (Measure measure in Measure.All)
        {
            if (measure.Parts is { } parts)
            {
                Field<NonNullGraphType<ListGraphType<NonNullGraphType<NamedCountGraphType>>>>(measure.Name).Description(measure.Definition)
                    .Resolve(context => parts(context.Source).Select(part => new NamedCount(part.Key, part.Value)));
            }
            else if (measure.Name is "hoursSaved" or "completionRate")
            {
                Field<FloatGraphType>(measure.Name).Description(measure.Definition).Resolve(context => measure.Value!(context.Source));
            }
            else
            {
                Field<NonNullGraphType<LongNumberGraphType>>(measure.Name).Description(measure.Definition).Resolve(context => (long)measure.Value!(context.Source)!.Value);
            }
        }
    }
}

/// <summary>A number of several, with its name.</summary>
internal sealed record NamedCount(string Name, long Count);

/// <summary>A number of several, with its name.</summary>
internal sealed class NamedCountGraphType : ObjectGraphType<NamedCount>
{
    public NamedCountGraphType()
    {
        Name = "NamedCount";
        Description = "A count and what it counts.";
        Field(part => part.Name).Description("The state or type.");
        Field<NonNullGraphType<LongNumberGraphType>>("count").Description("How many.").Resolve(context => context.Source.Count);
    }
}

/// <summary>What a number counts.</summary>
internal sealed class MeasureGraphType : ObjectGraphType<MeasureResponse>
{
    public MeasureGraphType()
    {
        Name = "Measure";
        Description = "What a number counts.";
        Field(measure => measure.Name).Description("Its name.");
        Field(measure => measure.Title).Description("Its name for people.");
        Field(measure => measure.Unit).Description("Its unit; empty for a count.");
        Field(measure => measure.Definition).Description("How it is counted.");
    }
}

/// <summary>How a range is cut.</summary>
internal sealed class MetricIntervalGraphType : EnumerationGraphType<MetricInterval>
{
    public MetricIntervalGraphType()
    {
        Name = "MetricInterval";
        Description = "How a range is cut into periods: UTC days, weeks from Monday on, or months.";
    }
}

/// <summary>What the groups are.</summary>
internal sealed class MetricGroupingGraphType : EnumerationGraphType<MetricGrouping>
{
    public MetricGroupingGraphType()
    {
        Name = "MetricGrouping";
        Description = "What the groups are.";
    }
}
