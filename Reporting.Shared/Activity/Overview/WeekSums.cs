using System.Globalization;
using System.Text;
using Reporting.Activity.Records;
using Reporting.Activity.Counts;

namespace Reporting.Activity.Overview;

/// <summary>Sums for a span of weeks.</summary>
internal sealed class WeekSums
{
    private readonly DateOnly _first;
    private readonly long[] _runs;
    private readonly long[] _commits;
    private readonly long[] _minutesSaved;
    private readonly long[] _failures;

    /// <summary>Sums of nothing yet, for the weeks from one Monday to another, both included.</summary>
    public WeekSums(DateOnly first, DateOnly last)
    {
        _first = first;
        int count = ((last.DayNumber - first.DayNumber) / 7) + 1;
        (_runs, _commits, _minutesSaved, _failures) = (new long[count], new long[count], new long[count], new long[count]);
        Since = Weeks.StartOf(first);
        Until = Weeks.StartOf(last.AddDays(7));
    }

    /// <summary>The span's begin.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>Its end, exclusive.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>The weeks, oldest first.</summary>
    public IReadOnlyList<ActivityWeek> ToWeeks() =>
        [.. _runs.Select((runs, week) => new ActivityWeek(_first.AddDays(7 * week), runs, _commits[week], _minutesSaved[week], _failures[week]))];

    /// <summary>Adds commits of an hour.</summary>
    public void AddCommits(DateTimeOffset hour, long count) => _commits[WeekOf(DateOnly.FromDateTime(hour.UtcDateTime))] += count;

    /// <summary>Adds a run, by its stored time. A sum stops at the greatest number that every JSON reader keeps exact.</summary>
    public void AddRun(ReadOnlySpan<byte> storedTime, long minutesSaved)
    {
        int week = WeekOf(DayOf(storedTime));
        _runs[week]++;
        _minutesSaved[week] = Math.Min(_minutesSaved[week] + Math.Clamp(minutesSaved, 0, RecordRules.MaxNumber), RecordRules.MaxNumber);
    }

    /// <summary>Adds a failed action, by its stored time.</summary>
    public void AddFailure(ReadOnlySpan<byte> storedTime) => _failures[WeekOf(DayOf(storedTime))]++;

    private int WeekOf(DateOnly day) => (day.DayNumber - _first.DayNumber) / 7;

    // Stored times are always yyyy-MM-ddTHH:mm:ss.fffZ: the day is the first ten bytes.
    private static DateOnly DayOf(ReadOnlySpan<byte> storedTime)
    {
        Span<char> day = stackalloc char[10];
        Encoding.ASCII.GetChars(storedTime[..10], day);
        return DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}

/// <summary>Counts of runs and commits, ascending by hour.</summary>
internal sealed record WeekCounts(IReadOnlyList<HourCount> Runs, IReadOnlyList<HourCount> Commits)
{
    /// <summary>The last week with any, or null.</summary>
    public DateOnly? LastMonday
    {
        get
        {
            DateTimeOffset last = DateTimeOffset.MinValue;
            foreach (IReadOnlyList<HourCount> hours in (IReadOnlyList<HourCount>[])[Runs, Commits])
            {
                if (hours.Count > 0 && hours[^1].Hour > last)
                {
                    last = hours[^1].Hour;
                }
            }

            return last == DateTimeOffset.MinValue ? null : Weeks.MondayOf(last);
        }
    }
}
