using Reporting.Activity.Keys;
using Reporting.Activity.Scanning;

namespace Reporting.Reports.Changes;

/// <summary>Ranges of keys cut at ticks.</summary>
internal static class TickRanges
{
    // Reading a minute that did not change costs less than another request.
    private const long SmallGap = TimeSpan.TicksPerMinute;

    /// <summary>The range of all keys with the ticks of these two keys or between.</summary>
    public static KeyRange Around(string first, string last) => Range(KeyTicks.Of(first), KeyTicks.Of(last) + 1);

    /// <summary>Joins ranges that overlap or are less than a minute apart; the result is ascending.</summary>
    /// <example>10:00-10:05, 10:20-10:30 and 10:05:30-10:06 become 10:00-10:06 and 10:20-10:30.</example>
    public static IReadOnlyList<KeyRange> Merge(IEnumerable<KeyRange> ranges)
    {
        var merged = new List<KeyRange>();
        (long From, long To)? open = null;
        foreach ((long from, long to) in ranges.Select(range => (KeyTicks.Of(range.From), KeyTicks.Of(range.To))).Order())
        {
            if (open is { } current && from - current.To < SmallGap)
            {
                open = (current.From, Math.Max(current.To, to));
                continue;
            }

            Close();
            open = (from, to);
        }

        Close();
        return merged;

        void Close()
        {
            if (open is { } done)
            {
                merged.Add(Range(done.From, done.To));
            }
        }
    }

    private static KeyRange Range(long from, long to) => new(KeyTicks.Format(from), KeyTicks.Format(to));
}
