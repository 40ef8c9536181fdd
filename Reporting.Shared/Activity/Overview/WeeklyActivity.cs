using System.Buffers.Text;
using Reporting.Activity.Counts;
using Reporting.Activity.Records;
using Reporting.Activity.Scanning;
using Reporting.Rows;

namespace Reporting.Activity.Overview;

/// <summary>
/// Sums the activity of the last weeks in which there was any. What is read is bounded: the write-time counts say how many rows a week
/// holds, and only so many of the newest weeks are read as stay within <see cref="MaxRows"/>.
/// </summary>
public sealed class WeeklyActivity(IActivityScanner scanner, HourCounts counts, TimeProvider time)
{
    /// <summary>Weeks shown at most.</summary>
    public const int MaxWeeks = 26;

    /// <summary>Rows of runs and audit events that one call reads at most, by the counts; the newest week is read whatever it holds.</summary>
    public const int MaxRows = 50_000;

    // How far back the last activity is looked for: ten times a year.
    private const int LookBackYears = 10;
    private const int WeeksOfYear = 53;

    /// <summary>The weeks, oldest first, without gaps, up to the last one with a run or a commit; none when there was nothing in ten years.</summary>
    public async Task<IReadOnlyList<ActivityWeek>> ReadAsync(CancellationToken cancellationToken)
    {
        DateOnly end = Weeks.MondayOf(time.GetUtcNow()).AddDays(7);
        for (int year = 0; year < LookBackYears; year++)
        {
            WeekCounts found = await CountAsync(end.AddDays(-7 * WeeksOfYear), end, cancellationToken);
            if (found.LastMonday is { } last)
            {
                DateOnly first = await FirstMondayAsync(last, cancellationToken);
                return await SumAsync(first, last, cancellationToken);
            }

            end = end.AddDays(-7 * WeeksOfYear);
        }

        return [];
    }

    private async Task<WeekCounts> CountAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) => new(
        await counts.ReadAsync(RecipeRuns.Table, Weeks.StartOf(from), Weeks.StartOf(to), cancellationToken),
        await counts.ReadAsync(Commits.Table, Weeks.StartOf(from), Weeks.StartOf(to), cancellationToken));

    /// <summary>How far back the rows may be read.</summary>
    private async Task<DateOnly> FirstMondayAsync(DateOnly last, CancellationToken cancellationToken)
    {
        DateOnly earliest = last.AddDays(-7 * (MaxWeeks - 1));
        DateOnly end = last.AddDays(7);
        var rows = new Dictionary<DateOnly, long>();
        foreach (ActivityTable table in (ActivityTable[])[RecipeRuns.Table, AuditEvents.Table])
        {
            foreach (HourCount hour in await counts.ReadAsync(table, Weeks.StartOf(earliest), Weeks.StartOf(end), cancellationToken))
            {
                DateOnly monday = Weeks.MondayOf(hour.Hour);
                rows[monday] = rows.GetValueOrDefault(monday) + hour.Total;
            }
        }

        DateOnly first = last;
        for (long sum = rows.GetValueOrDefault(last); first > earliest; first = first.AddDays(-7))
        {
            sum += rows.GetValueOrDefault(first.AddDays(-7));
            if (sum > MaxRows)
            {
                break;
            }
        }

        return first;
    }

    private async Task<IReadOnlyList<ActivityWeek>> SumAsync(DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var sums = new WeekSums(first, last);
        foreach (HourCount hour in await counts.ReadAsync(Commits.Table, sums.Since, sums.Until, cancellationToken))
        {
            sums.AddCommits(hour.Hour, hour.Total);
        }

        await ScanAsync(RecipeRuns.Table, ["recipeRunCreatedAt", "timeSavingsInMinutes"], filter: null, sums, static (row, sums) => sums.AddRun(row[0], Number(row[1])), cancellationToken);
        await ScanAsync(AuditEvents.Table, ["timestamp"], "outcome eq 'Failed'", sums, static (row, sums) => sums.AddFailure(row[0]), cancellationToken);
        return sums.ToWeeks();
    }

    private delegate void RowSum(RowView row, WeekSums sums);

    private async Task ScanAsync(ActivityTable table, string[] columns, string? filter, WeekSums sums, RowSum add, CancellationToken cancellationToken)
    {
        var schema = new RowSchema(columns.Select(name => table.Columns.First(column => string.Equals(column.Name, name, StringComparison.Ordinal))));
        await using IRowReader reader = scanner.Open(new ScanRequest { Table = table, Keys = KeyRange.OfTimes(sums.Since, sums.Until), Schema = schema, Filter = filter });
        do
        {
            while (reader.TryRead())
            {
                add(reader.Current, sums);
            }
        }
        while (await reader.LoadAsync(cancellationToken));
    }

    private static long Number(ReadOnlySpan<byte> cell) => Utf8Parser.TryParse(cell, out long number, out _) ? number : 0;
}

/// <summary>What happened in one week, for charts.</summary>
/// <param name="Monday">The week's first day, UTC.</param>
/// <param name="Runs">Recipe runs on repositories.</param>
/// <param name="Commits">Commits, as counted when they were written.</param>
/// <param name="MinutesSaved">The runs' <c>timeSavingsInMinutes</c>, summed, at most 2^53-1.</param>
/// <param name="Failures">Audited actions that failed.</param>
public sealed record ActivityWeek(DateOnly Monday, long Runs, long Commits, long MinutesSaved, long Failures);

/// <summary>Weeks from Monday to Sunday, UTC.</summary>
internal static class Weeks
{
    public static readonly TimeSpan Length = TimeSpan.FromDays(7);

    /// <summary>The Monday of a time's week: the 22nd of November 2026, a Sunday, gives the 16th.</summary>
    public static DateOnly MondayOf(DateTimeOffset time)
    {
        var day = DateOnly.FromDateTime(time.UtcDateTime);
        return day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
    }

    /// <summary>The instant at which a day begins.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
