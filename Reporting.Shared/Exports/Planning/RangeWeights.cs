using Reporting.Activity.Counts;

namespace Reporting.Exports.Planning;

/// <summary>Turns counted hours into spans for the planner: by the minute where an hour is heavy, whole where it is light.</summary>
internal static class RangeWeights
{
    /// <summary>The spans of the hours, cut to the ranges (both ascending and apart from each other).</summary>
    /// <param name="hours">Hours with rows.</param>
    /// <param name="ranges">What will be read.</param>
    /// <param name="heavyRows">Rows from which an hour is looked at by the minute.</param>
    public static IReadOnlyList<WeightedSpan> Of(IReadOnlyList<HourCount> hours, IReadOnlyList<TickRange> ranges, long heavyRows)
    {
        var spans = new List<WeightedSpan>(hours.Count);
        int first = 0;
        foreach (HourCount hour in hours)
        {
            long start = hour.Hour.UtcTicks;
            while (first < ranges.Count && ranges[first].To <= start)
            {
                first++;
            }

            if (hour.Total < heavyRows)
            {
                AddClipped(spans, new WeightedSpan(start, start + TimeSpan.TicksPerHour, hour.Total), ranges, first);
                continue;
            }

            for (int minute = 0; minute < hour.Minutes.Length; minute++)
            {
                if (hour.Minutes[minute] > 0)
                {
                    long from = start + (minute * TimeSpan.TicksPerMinute);
                    AddClipped(spans, new WeightedSpan(from, from + TimeSpan.TicksPerMinute, hour.Minutes[minute]), ranges, first);
                }
            }
        }

        return spans;
    }

    private static void AddClipped(List<WeightedSpan> spans, WeightedSpan span, IReadOnlyList<TickRange> ranges, int first)
    {
        for (int index = first; index < ranges.Count && ranges[index].From < span.To; index++)
        {
            long from = Math.Max(span.From, ranges[index].From);
            long to = Math.Min(span.To, ranges[index].To);
            if (to > from)
            {
                spans.Add(new WeightedSpan(from, to, span.Rows * (to - from) / (span.To - span.From)));
            }
        }
    }
}

/// <summary>About how many rows lie in a span of event time.</summary>
/// <param name="From">Start, UTC ticks, inclusive.</param>
/// <param name="To">End, UTC ticks, exclusive.</param>
/// <param name="Rows">Rows, taken as evenly spread over the span.</param>
public readonly record struct WeightedSpan(long From, long To, double Rows);
