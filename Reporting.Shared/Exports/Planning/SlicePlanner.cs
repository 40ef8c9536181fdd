using Reporting.Activity.Keys;
using Reporting.Activity.Scanning;

namespace Reporting.Exports.Planning;

/// <summary>Cuts ranges of event time into contiguous, ordered slices of similar weight.</summary>
internal static class SlicePlanner
{
    /// <summary>Most slices of an export: one orchestration holds no more (docs/architecture.md).</summary>
    public const int MaxSlices = 96;

    /// <summary>
    /// How many slices so many rows should have: of <paramref name="sliceRows"/> each when they are many, and when they are few as many
    /// as can run at a time without falling below <paramref name="minSliceRows"/>. More than can run at a time become a whole number of
    /// times as many, so that the last ones do not run by themselves while the others' places stand empty.
    /// </summary>
    /// <example>A million rows, slices of 50,000, 16 at a time: 20 slices would leave 4 for the end, so they are 32 of 31,250 rows.</example>
    public static int CountFor(double rows, int sliceRows, int minSliceRows, int window)
    {
        double bySize = Math.Ceiling(rows / sliceRows);
        double byWindow = Math.Min(window, Math.Floor(rows / minSliceRows));
        double wanted = bySize > window ? Math.Ceiling(bySize / window) * window : Math.Max(bySize, byWindow);
        return (int)Math.Clamp(wanted, 1, MaxSlices - (MaxSlices % window));
    }

    /// <summary>
    /// Cuts the ranges into at most <paramref name="count"/> slices that together are exactly the ranges. The cuts fall where the rows so
    /// far reach 1/count, 2/count... of all; within a span rows count as evenly spread, and a cut falls on a whole millisecond.
    /// </summary>
    /// <param name="ranges">What to cut, apart from each other and ascending.</param>
    /// <param name="spans">Where the rows are, apart from each other and ascending; what lies outside the ranges counts too, so clip them first.</param>
    /// <param name="count">Slices wanted.</param>
    /// <example>
    /// 00:00-04:00 with 30 rows in 00:00-01:00 and 10 in 03:00-04:00, in 4: the cuts are where 10, 20 and 30 rows are reached, at 00:20,
    /// 00:40 and 01:00; the last slice is 01:00-04:00.
    /// </example>
    public static IReadOnlyList<PlannedSlice> CutIntoSlices(IReadOnlyList<TickRange> ranges, IReadOnlyList<WeightedSpan> spans, int count)
    {
        double total = spans.Sum(span => span.Rows);
        List<Cut> cuts = total > 0 ? FindCuts(spans, total, count) : [];
        var slices = new List<PlannedSlice>();
        var open = new List<KeyRange>();
        double rowsBefore = 0;
        int next = 0;
        foreach (TickRange range in ranges)
        {
            long from = range.From;
            for (; next < cuts.Count && cuts[next].Place <= range.To; next++)
            {
                Add(from, cuts[next].Place);
                from = Math.Max(from, cuts[next].Place);
                Close(cuts[next].RowsBefore);
            }

            Add(from, range.To);
        }

        Close(total);
        return slices;

        void Add(long from, long to)
        {
            if (to > from)
            {
                open.Add(new KeyRange(KeyTicks.Format(from), KeyTicks.Format(to)));
            }
        }

        void Close(double rows)
        {
            if (open.Count > 0)
            {
                slices.Add(new PlannedSlice([.. open], (long)Math.Round(rows - rowsBefore)));
                open.Clear();
                rowsBefore = rows;
            }
        }
    }

    private static List<Cut> FindCuts(IReadOnlyList<WeightedSpan> spans, double total, int count)
    {
        var cuts = new List<Cut>(count - 1);
        double before = 0;
        int at = 0;
        for (int cut = 1; cut < count; cut++)
        {
            double target = total * cut / count;
            while (at < spans.Count - 1 && before + spans[at].Rows < target)
            {
                before += spans[at++].Rows;
            }

            WeightedSpan span = spans[at];
            double share = span.Rows > 0 ? Math.Clamp((target - before) / span.Rows, 0, 1) : 0;
            long place = span.From + (long)((span.To - span.From) * share);
            place -= place % TimeSpan.TicksPerMillisecond;
            if (cuts.Count > 0 && place <= cuts[^1].Place)
            {
                cuts.RemoveAt(cuts.Count - 1); // More rows in a millisecond than a slice should have: they stay together.
            }

            cuts.Add(new Cut(place, target));
        }

        return cuts;
    }

    private readonly record struct Cut(long Place, double RowsBefore);
}
