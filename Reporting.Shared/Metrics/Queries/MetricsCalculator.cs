using System.Collections.Immutable;
using Reporting.Metrics.Sums;

namespace Reporting.Metrics.Queries;

/// <summary>Makes a query's numbers from the sums of days.</summary>
/// <param name="query">The query.</param>
/// <param name="days">Days with runs of the range and of the one before, ascending.</param>
/// <param name="names">The names of their cells.</param>
internal sealed class MetricsCalculator(MetricsQuery query, IReadOnlyList<DaySums> days, MetricNames names)
{
    private readonly CellFilter _filter = new(query, names);
    private readonly DistinctCounts _ofPeriod = new(names);
    private readonly DistinctCounts _ofRange = new(names);
    private readonly ImmutableArray<DateOnly> _periods = query.Periods();

    /// <summary>The numbers.</summary>
    public MetricsResult Calculate()
    {
        IReadOnlyList<CellPart> all = Select(query.Since, query.Until, MetricGrouping.None).GetValueOrDefault(0) ?? [];
        (MetricNumbers total, ImmutableArray<MetricNumbers> series) = Sum(all, withSeries: true);
        (MetricNumbers previous, _) = Sum(Select(query.PreviousSince, query.Since, MetricGrouping.None).GetValueOrDefault(0) ?? [], withSeries: false);
        (int groupCount, IReadOnlyList<MetricGroup> groups) = query.GroupBy == MetricGrouping.None ? (0, []) : Groups();
        return new MetricsResult(_periods, total, series, previous, groupCount, groups);
    }

    private (int Count, IReadOnlyList<MetricGroup> Groups) Groups()
    {
        Dictionary<int, List<CellPart>> groups = Select(query.Since, query.Until, query.GroupBy);
        var sorted = groups.Values
            .Select(parts => (Parts: parts, Key: KeyOf(parts), Value: query.Sort.Value!(Sum(parts, withSeries: false, query.Sort.CountsRepositories).Total)))
            .OrderByDescending(group => group.Value ?? double.NegativeInfinity)
            .ThenBy(group => group.Key.Key, StringComparer.Ordinal)
            .Take(query.First);
        var shown = new List<MetricGroup>();
        foreach ((List<CellPart> parts, GroupKey key, _) in sorted)
        {
            (MetricNumbers total, ImmutableArray<MetricNumbers> series) = Sum(parts, withSeries: true);
            shown.Add(new MetricGroup(key.Key, key.Name, total, series, key.LastRunAt));
        }

        return (groups.Count, shown);
    }

    // By group, the parts in the order of their days. The runs of several cells come once to each group that has one of those cells.
    private Dictionary<int, List<CellPart>> Select(DateOnly since, DateOnly until, MetricGrouping grouping)
    {
        var groups = new Dictionary<int, List<CellPart>>();
        foreach (DaySums day in days.Where(day => day.Day >= since && day.Day < until))
        {
            for (int cell = 0; cell < day.Cells.Length; cell++)
            {
                if (_filter.Passes(in day.Cells[cell]))
                {
                    PartsOf(GroupOf(in day.Cells[cell], grouping)).Add(new CellPart(day, cell, 0));
                }
            }

            foreach (SharedRuns runs in day.Shared)
            {
                foreach (int group in runs.Cells.Where(cell => _filter.Passes(in day.Cells[cell])).Select(cell => GroupOf(in day.Cells[cell], grouping)).Distinct())
                {
                    PartsOf(group).Add(new CellPart(day, -1, runs.Count));
                }
            }
        }

        return groups;

        List<CellPart> PartsOf(int group)
        {
            if (!groups.TryGetValue(group, out List<CellPart>? parts))
            {
                groups.Add(group, parts = []);
            }

            return parts;
        }
    }

    private (MetricNumbers Total, ImmutableArray<MetricNumbers> Series) Sum(IReadOnlyList<CellPart> parts, bool withSeries, bool withSets = true)
    {
        _ofRange.Restart();
        Span<long> total = stackalloc long[SumSlot.Count];
        Span<long> ofPeriod = stackalloc long[SumSlot.Count];
        total.Clear();
        var series = ImmutableArray.CreateBuilder<MetricNumbers>();
        int at = 0;
        int periods = withSeries ? _periods.Length : 1;
        for (int period = 0; period < periods; period++)
        {
            DateOnly end = withSeries && period + 1 < periods ? _periods[period + 1] : DateOnly.MaxValue;
            _ofPeriod.Restart();
            ofPeriod.Clear();
            for (; at < parts.Count && parts[at].Day.Day < end; at++)
            {
                CellPart part = parts[at];
                if (part.Cell < 0)
                {
                    ofPeriod[SumSlot.Runs] += part.Runs;
                    continue;
                }

                SumSlot.Add(ofPeriod, part.Day.NumbersOf(part.Cell));
                _ofRange.Add(part.Day, part.Cell, withSeries ? _ofPeriod : null, withSets);
            }

            SumSlot.Add(total, ofPeriod);
            if (withSeries)
            {
                series.Add(Measure.NumbersOf(ofPeriod, _ofPeriod));
            }
        }

        return (Measure.NumbersOf(total, _ofRange), series.ToImmutable());
    }

    private int GroupOf(in DayCell cell, MetricGrouping grouping) => grouping switch
    {
        MetricGrouping.Organization => names.Organizations.CanonicalOf(cell.Organization),
        MetricGrouping.Recipe => names.RecipeIds.CanonicalOf(cell.RecipeId),
        MetricGrouping.User => names.Users.CanonicalOf(cell.User),
        _ => 0,
    };

    // As the group's last run spells it.
    private GroupKey KeyOf(List<CellPart> parts)
    {
        GroupKey? key = null;
        foreach (CellPart part in parts.Where(part => part.Cell >= 0))
        {
            DayCell cell = part.Day.Cells[part.Cell];
            (string own, string name) = query.GroupBy switch
            {
                MetricGrouping.Organization => (names.Organizations[cell.Organization], ""),
                MetricGrouping.Recipe => (names.RecipeIds[cell.RecipeId], names.RecipeNames[cell.RecipeName]),
                _ => (names.Users[cell.User], ""),
            };
            var found = new GroupKey(own.Length == 0 ? null : own, name.Length == 0 ? own : name, part.Day.At(cell.LastMillisecond));
            key = key is null || found.IsAfter(key) ? found : key;
        }

        return key!;
    }

    private readonly record struct CellPart(DaySums Day, int Cell, long Runs);

    private sealed record GroupKey(string? Key, string Name, DateTimeOffset LastRunAt)
    {
        // Of several at one time the one that is ordinally greatest, so that the answer is the same in every process.
        public bool IsAfter(GroupKey other) =>
            LastRunAt != other.LastRunAt ? LastRunAt > other.LastRunAt
            : string.CompareOrdinal(Key, other.Key) is var order && order != 0 ? order > 0
            : string.CompareOrdinal(Name, other.Name) > 0;
    }
}

/// <summary>A query's numbers.</summary>
/// <param name="Periods">First day of each period.</param>
/// <param name="Total">The numbers of the whole range.</param>
/// <param name="Series">The numbers of each period.</param>
/// <param name="Previous">The numbers of the range before, of as many days.</param>
/// <param name="GroupCount">How many groups have runs in the range.</param>
/// <param name="Groups">The first of them.</param>
public sealed record MetricsResult(
    ImmutableArray<DateOnly> Periods, MetricNumbers Total, ImmutableArray<MetricNumbers> Series, MetricNumbers Previous, int GroupCount, IReadOnlyList<MetricGroup> Groups);

/// <summary>The numbers of a group.</summary>
/// <param name="Key">The organization's id, the recipe's id or the user; null for runs without organization.</param>
/// <param name="Name">The recipe's name; else the key.</param>
/// <param name="Total">The numbers of the whole range.</param>
/// <param name="Series">The numbers of each period.</param>
/// <param name="LastActivityAt">When the group's last run in the range was asked for.</param>
public sealed record MetricGroup(string? Key, string Name, MetricNumbers Total, ImmutableArray<MetricNumbers> Series, DateTimeOffset LastActivityAt);
