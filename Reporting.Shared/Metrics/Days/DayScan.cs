using System.Runtime.CompilerServices;
using Reporting.Activity;
using Reporting.Activity.Scanning;
using Reporting.Metrics.Sums;
using Reporting.Reports;
using Reporting.Reports.Definitions;
using Reporting.Reports.Reading;

namespace Reporting.Metrics.Days;

/// <summary>Makes sums from the tables: one pass over the rows of the usage report, day by day.</summary>
internal sealed class DayScan(IReportSource source, Watermark watermark, TimeProvider time, MetricNames names)
{
    // How often a stop is looked for.
    private const int RowsBetweenLooks = 1000;
    private static readonly ReportQuery Query = ReportQueryBuilder.Build(ReportCatalogue.Find("usage"), UsageRowColumns.Names);

    /// <summary>The stamp before which every change is in sums that are made from now on.</summary>
    public DateTimeOffset AsOf => watermark.At(time.GetUtcNow());

    /// <summary>How far the watermark is behind the clock.</summary>
    public TimeSpan Lag => time.GetUtcNow() is var now ? now - watermark.At(now) : default;

    /// <summary>The sums of each day, ascending, also of those without rows.</summary>
    /// <param name="first">First day.</param>
    /// <param name="end">The day behind the last.</param>
    /// <param name="isEnough">Gets the number of rows read since it was last asked; the day that is being read is given up when it says so.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<DaySums> ReadAsync(DateOnly first, DateOnly end, Func<int, bool> isEnough, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using IReportReader reader = source.Open(Query, KeyRange.OfTimes(UtcDays.StartOf(first), UtcDays.StartOf(end)));
        var columns = new UsageRowColumns(reader.Schema);
        var builder = new DaySumsBuilder(first, columns, names);
        DateOnly day = first;
        int rows = 0;
        do
        {
            while (reader.TryRead())
            {
                DateOnly own = UtcDays.OfKey(reader.CurrentKey);
                for (; day < own; day = day.AddDays(1), builder = new DaySumsBuilder(day, columns, names))
                {
                    yield return builder.Build();
                }

                builder.Add(reader.Current);
                if (++rows == RowsBetweenLooks)
                {
                    if (isEnough(rows))
                    {
                        yield break;
                    }

                    rows = 0;
                }
            }
        }
        while (await reader.LoadAsync(cancellationToken));

        isEnough(rows);
        for (; day < end; day = day.AddDays(1), builder = new DaySumsBuilder(day, columns, names))
        {
            yield return builder.Build();
        }
    }
}

/// <summary>UTC days.</summary>
internal static class UtcDays
{
    // Reading a few days more costs less than another request for each.
    private const int SmallGap = 7;

    private const int TickDigits = 19;

    /// <summary>Cuts ascending days into spans, from a first day to the day behind the last, of at most so many days unless few are missing between them.</summary>
    public static IEnumerable<(DateOnly First, DateOnly End)> Spans(IReadOnlyList<DateOnly> days, int maxDays)
    {
        for (int at = 0; at < days.Count;)
        {
            int first = at++;
            while (at < days.Count && days[at].DayNumber - days[at - 1].DayNumber <= SmallGap && days[at].DayNumber - days[first].DayNumber < maxDays)
            {
                at++;
            }

            yield return (days[first], days[at - 1].AddDays(1));
        }
    }

    /// <summary>The moment at which a day begins.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>A day as text: <c>2026-01-28</c> (RFC 3339, full-date).</summary>
    public static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>A moment's day.</summary>
    public static DateOnly Of(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    /// <summary>The day of a key, which begins with the event's ticks.</summary>
    public static DateOnly OfKey(ReadOnlySpan<byte> key) => DateOnly.FromDateTime(new DateTime(long.Parse(key[..TickDigits], CultureInfo.InvariantCulture), DateTimeKind.Utc));
}
