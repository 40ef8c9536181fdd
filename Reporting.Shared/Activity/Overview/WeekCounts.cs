using Reporting.Activity.Counts;

namespace Reporting.Activity.Overview;

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
