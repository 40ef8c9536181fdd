using System.Globalization;
using Reporting.Activity.Scanning;

namespace Reporting.Reports.Changes;

/// <summary>Ranges of keys cut at ticks.</summary>
internal static class TickRanges
{
    private const int TicksLength = 19;

    // Reading a minute that did not change costs less than another request.
    private const long SmallGap = TimeSpan.TicksPerMinute;

    /// <summary>The range of all keys with the ticks of these two keys or between.</summary>
    public static KeyRange Around(string first, string last) => Range(TicksOf(first), TicksOf(last) + 1);

    /// <summary>Joins ranges that overlap or are less than a minute apart; the result is ascending.</summary>
    /// <example>10:00-10:05, 10:20-10:30 and 10:05:30-10:06 become 10:00-10:06 and 10:20-10:30.</example>
    public static IReadOnlyList<KeyRange> Merge(IEnumerable<KeyRange> ranges)
    {
        var merged = new List<KeyRange>();
        (long From, long To)? open = null;
        foreach ((long from, long to) in ranges.Select(range => (TicksOf(range.From), TicksOf(range.To))).Order())
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

    private static KeyRange Range(long from, long to) => new(Digits(from), Digits(to));

    private static string Digits(long ticks) => ticks.ToString("D19", CultureInfo.InvariantCulture);

    private static long TicksOf(string key) => long.Parse(key.AsSpan(0, TicksLength), NumberStyles.None, CultureInfo.InvariantCulture);
}
