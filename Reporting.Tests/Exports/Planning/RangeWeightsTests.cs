using System.Collections.Immutable;
using Reporting.Activity.Counts;
using Reporting.Exports.Planning;

namespace Reporting.Tests.Exports.Planning;

public sealed class RangeWeightsTests
{
    private static readonly DateTimeOffset s_hour = new(2026, 1, 1, 5, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_light_hour_is_one_span_and_a_heavy_one_is_its_minutes()
    {
        HourCount hour = Hour(s_hour, (0, 30), (59, 70));
        TickRange[] all = [new(0, long.MaxValue)];

        Assert.Equal(new WeightedSpan(s_hour.Ticks, s_hour.AddHours(1).Ticks, 100), Assert.Single(RangeWeights.Of([hour], all, heavyRows: 101)));
        Assert.Equal(
            [new WeightedSpan(s_hour.Ticks, s_hour.AddMinutes(1).Ticks, 30), new WeightedSpan(s_hour.AddMinutes(59).Ticks, s_hour.AddHours(1).Ticks, 70)],
            RangeWeights.Of([hour], all, heavyRows: 100));
    }

    [Fact]
    public void Spans_are_cut_to_the_ranges_with_their_share_of_the_rows()
    {
        TickRange[] ranges = [new(s_hour.AddMinutes(-10).Ticks, s_hour.AddMinutes(15).Ticks), new(s_hour.AddMinutes(30).Ticks, s_hour.AddMinutes(36).Ticks)];
        IReadOnlyList<WeightedSpan> spans = RangeWeights.Of([Hour(s_hour.AddHours(-5), (0, 8)), Hour(s_hour, (7, 100))], ranges, heavyRows: 1000);

        Assert.Equal([25.0, 10.0], spans.Select(span => span.Rows));
        Assert.Equal([s_hour.Ticks, s_hour.AddMinutes(30).Ticks], spans.Select(span => span.From));
    }

    private static HourCount Hour(DateTimeOffset start, params (int Minute, int Rows)[] minutes)
    {
        int[] counts = new int[60];
        foreach ((int minute, int rows) in minutes)
        {
            counts[minute] = rows;
        }

        return new HourCount(start, counts.Sum(), counts.ToImmutableArray());
    }
}
