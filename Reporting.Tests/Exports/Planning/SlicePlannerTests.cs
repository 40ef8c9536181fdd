using FsCheck;
using FsCheck.Fluent;
using Reporting.Activity.Counts;
using Reporting.Exports.Planning;

namespace Reporting.Tests.Exports.Planning;

public sealed class SlicePlannerTests
{
    private static readonly long s_start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    [Fact]
    public void Slices_cover_the_ranges_exactly_and_in_order()
    {
        Gen<(TickRange[] Ranges, WeightedSpan[] Spans, int Count)> cases =
            from lengths in Gen.Choose(1, 5_000).NonEmptyListOf()
            from gaps in Gen.Choose(0, 3_000).ListOf(lengths.Count)
            from rows in Gen.OneOf(Gen.Constant(0), Gen.Choose(1, 10), Gen.Choose(1, 1_000_000)).ListOf(50)
            from count in Gen.Choose(1, SlicePlanner.MaxSlices)
            select (Ranges(lengths, gaps), Spans(rows), count);
        Prop.ForAll(Arb.From(cases), test => IsExact(test.Ranges, test.Spans, test.Count)).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 500)));
    }

    [Fact]
    public void No_slice_of_a_skewed_log_is_twice_the_median()
    {
        // A year in which two hours hold half of the rows.
        var random = new Random(7);
        var rows = new List<long>();
        for (int row = 0; row < 20_000; row++)
        {
            rows.Add(s_start + random.NextInt64(365 * TimeSpan.TicksPerDay));
            rows.Add(s_start + (row % 2 == 0 ? 3000 : 7000) * TimeSpan.TicksPerHour + random.NextInt64(TimeSpan.TicksPerHour));
        }

        rows.Sort();
        WeightedSpan[] minutes = [.. rows.GroupBy(row => row / TimeSpan.TicksPerMinute).Select(minute => new WeightedSpan(minute.Key * TimeSpan.TicksPerMinute, (minute.Key + 1) * TimeSpan.TicksPerMinute, minute.Count()))];
        IReadOnlyList<PlannedSlice> slices = SlicePlanner.CutIntoSlices([new TickRange(s_start, s_start + 365 * TimeSpan.TicksPerDay)], minutes, 40);
        int[] counts = [.. slices.Select(slice => IndexOf(slice.Ranges[^1].To) - IndexOf(slice.Ranges[0].From)).Order()];

        Assert.Equal(40, counts.Length);
        Assert.Equal(rows.Count, counts.Sum());
        Assert.InRange(counts[^1], 0, 2 * counts[counts.Length / 2]);

        int IndexOf(string key)
        {
            long ticks = Ticks(key);
            int index = rows.FindIndex(row => row >= ticks);
            return index < 0 ? rows.Count : index;
        }
    }

    [Fact]
    public void However_skewed_a_log_is_no_slice_has_twice_the_median()
    {
        // Up to five hours of a month hold any part of the rows each, some of them within a few minutes; all else is spread evenly.
        Gen<(int Hour, int Weight, int Minutes)> heavy =
            from hour in Gen.Choose(0, (30 * 24) - 1)
            from weight in Gen.Choose(1, 100)
            from minutes in Gen.Elements(1, 3, 60)
            select (hour, weight, minutes);
        Gen<(List<(int Hour, int Weight, int Minutes)> Heavy, int Even, int Slices, int Seed)> logs =
            from hours in Gen.Choose(0, 5).SelectMany(count => heavy.ListOf(count))
            from even in Gen.Choose(1, 100)
            from slices in Gen.Choose(2, SlicePlanner.MaxSlices)
            from seed in Gen.Choose(0, int.MaxValue)
            select (hours.DistinctBy(hour => hour.Hour).ToList(), even, slices, seed);
        Prop.ForAll(Arb.From(logs), log =>
        {
            List<long> rows = Rows(log.Heavy, log.Even, log.Slices * 1_000, new Random(log.Seed));
            TickRange[] range = [new(s_start, s_start + (30 * TimeSpan.TicksPerDay))];
            IReadOnlyList<PlannedSlice> slices = SlicePlanner.CutIntoSlices(range, RangeWeights.Of(HoursOf(rows), range, heavyRows: 125), log.Slices);
            int[] counts = [.. slices.Select(slice => Below(rows, Ticks(slice.Ranges[^1].To)) - Below(rows, Ticks(slice.Ranges[0].From))).Order()];

            Assert.Equal(log.Slices, counts.Length);
            Assert.Equal(rows.Count, counts.Sum());
            Assert.InRange(counts[^1], 0, 2 * counts[counts.Length / 2]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Enabled ? 500 : 30));
    }

    [Fact]
    public void The_example_holds()
    {
        WeightedSpan[] spans = [new(s_start, s_start + TimeSpan.TicksPerHour, 30), new(s_start + 3 * TimeSpan.TicksPerHour, s_start + 4 * TimeSpan.TicksPerHour, 10)];
        IReadOnlyList<PlannedSlice> slices = SlicePlanner.CutIntoSlices([new TickRange(s_start, s_start + 4 * TimeSpan.TicksPerHour)], spans, 4);

        Assert.Equal([0, 20, 40, 60], slices.Select(slice => (int)((Ticks(slice.Ranges[0].From) - s_start) / TimeSpan.TicksPerMinute)));
        Assert.Equal([10, 10, 10, 10], slices.Select(slice => slice.EstimatedRows));
    }

    [Fact]
    public void Rows_of_one_moment_stay_together()
    {
        WeightedSpan[] spans = [new(s_start, s_start + TimeSpan.TicksPerMillisecond, 1_000_000)];
        IReadOnlyList<PlannedSlice> slices = SlicePlanner.CutIntoSlices([new TickRange(s_start - 1_000_000, s_start + TimeSpan.TicksPerHour)], spans, 20);

        Assert.InRange(slices.Count, 1, 2);
        Assert.Equal(1_000_000, slices.Sum(slice => slice.EstimatedRows));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(4_999, 1)]
    [InlineData(10_000, 2)]
    [InlineData(100_000, 16)]
    [InlineData(800_000, 16)]
    [InlineData(1_000_000, 32)]
    [InlineData(4_000_000, 80)]
    [InlineData(100_000_000, 96)]
    public void Few_rows_make_few_slices_and_many_rows_no_more_than_fit(double rows, int slices) =>
        Assert.Equal(slices, SlicePlanner.CountFor(rows, sliceRows: 50_000, minSliceRows: 5_000, window: 16));

    [Theory]
    [InlineData(40, 80)]
    [InlineData(96, 96)]
    public void Many_slices_are_a_whole_number_of_times_as_many_as_run_at_a_time(int window, int slices) =>
        Assert.Equal(slices, SlicePlanner.CountFor(100_000_000, sliceRows: 50_000, minSliceRows: 5_000, window));

    private static List<long> Rows(List<(int Hour, int Weight, int Minutes)> heavy, int even, int count, Random random)
    {
        double total = even + heavy.Sum(hour => hour.Weight);
        var rows = new List<long>(count);
        foreach ((int hour, int weight, int minutes) in heavy)
        {
            rows.AddRange(Enumerable.Range(0, (int)(count * weight / total)).Select(_ => s_start + (hour * TimeSpan.TicksPerHour) + random.NextInt64(minutes * TimeSpan.TicksPerMinute)));
        }

        rows.AddRange(Enumerable.Range(0, count - rows.Count).Select(_ => s_start + random.NextInt64(30 * TimeSpan.TicksPerDay)));
        rows.Sort();
        return rows;
    }

    private static List<HourCount> HoursOf(List<long> rows) =>
    [
        .. rows.GroupBy(row => row / TimeSpan.TicksPerHour).Select(hour =>
        {
            int[] minutes = new int[60];
            foreach (long row in hour)
            {
                minutes[row % TimeSpan.TicksPerHour / TimeSpan.TicksPerMinute]++;
            }

            return new HourCount(new DateTimeOffset(hour.Key * TimeSpan.TicksPerHour, TimeSpan.Zero), hour.Count(), [.. minutes]);
        }),
    ];

    private static int Below(List<long> rows, long ticks)
    {
        int index = rows.BinarySearch(ticks);
        index = index < 0 ? ~index : index;
        while (index > 0 && rows[index - 1] == ticks)
        {
            index--;
        }

        return index;
    }

    private static bool IsExact(TickRange[] ranges, WeightedSpan[] spans, int count)
    {
        IReadOnlyList<PlannedSlice> slices = SlicePlanner.CutIntoSlices(ranges, spans, count);
        TickRange[] pieces = [.. slices.SelectMany(slice => slice.Ranges).Select(keys => new TickRange(Ticks(keys.From), Ticks(keys.To)))];
        var joined = new List<TickRange>();
        foreach (TickRange piece in pieces)
        {
            if (joined.Count > 0 && joined[^1].To == piece.From)
            {
                joined[^1] = new TickRange(joined[^1].From, piece.To);
            }
            else
            {
                joined.Add(piece);
            }
        }

        return slices.Count <= count && slices.All(slice => slice.Ranges.Count > 0) && pieces.All(piece => piece.To > piece.From) && joined.SequenceEqual(Joined(ranges));
    }

    private static List<TickRange> Joined(TickRange[] ranges)
    {
        var joined = new List<TickRange>();
        foreach (TickRange range in ranges)
        {
            if (joined.Count > 0 && joined[^1].To == range.From)
            {
                joined[^1] = new TickRange(joined[^1].From, range.To);
            }
            else
            {
                joined.Add(range);
            }
        }

        return joined;
    }

    private static TickRange[] Ranges(IEnumerable<int> lengths, IEnumerable<int> gaps)
    {
        long at = s_start;
        var ranges = new List<TickRange>();
        foreach ((int length, int gap) in lengths.Zip(gaps))
        {
            at += gap * TimeSpan.TicksPerMillisecond;
            ranges.Add(new TickRange(at, at + length * TimeSpan.TicksPerMillisecond));
            at = ranges[^1].To;
        }

        return [.. ranges];
    }

    private static WeightedSpan[] Spans(IEnumerable<int> rows) =>
        [.. rows.Select((count, index) => new WeightedSpan(s_start + index * TimeSpan.TicksPerSecond, s_start + (index + 1) * TimeSpan.TicksPerSecond, count))];

    private static long Ticks(string key) => long.Parse(key, CultureInfo.InvariantCulture);
}
