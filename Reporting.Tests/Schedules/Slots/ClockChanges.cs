using NodaTime;

namespace Reporting.Tests.Schedules.Slots;

/// <summary>Where a zone's clocks change, and what is due around it, found by walking through UTC minute by minute: by offsets only, no library's rules.</summary>
internal static class ClockChanges
{
    /// <summary>The first instants with another offset than the minute before.</summary>
    public static IEnumerable<DateTimeOffset> Of(DateTimeZone zone, DateTimeOffset from, DateTimeOffset to)
    {
        for (DateTimeOffset at = from; at < to; at = at.AddHours(6))
        {
            if (Offset(zone, at) != Offset(zone, at.AddHours(6)))
            {
                DateTimeOffset minute = at.AddMinutes(1);
                while (Offset(zone, minute) == Offset(zone, at))
                {
                    minute = minute.AddMinutes(1);
                }

                yield return minute;
            }
        }
    }

    /// <summary>What is due in (from, to]: each matching time once or, for intervals, as often as clocks show it; a time that is skipped, when the skip ends.</summary>
    public static List<DateTimeOffset> Expected(DateTimeZone zone, CronRule rule, DateTimeOffset from, DateTimeOffset to)
    {
        var due = new List<DateTimeOffset>();
        var shown = new HashSet<DateTime>();
        DateTime before = Local(zone, from.AddMinutes(-1));
        for (DateTimeOffset at = from; at <= to; at = at.AddMinutes(1))
        {
            DateTime local = Local(zone, at);
            bool isDue = rule.Matches(local.Hour, local.Minute) && (rule.IsInterval || !shown.Contains(local));
            for (DateTime skipped = before.AddMinutes(1); skipped < local; skipped = skipped.AddMinutes(1))
            {
                isDue |= rule.Matches(skipped.Hour, skipped.Minute);
            }

            if (isDue && at > from)
            {
                due.Add(at);
            }

            shown.Add(local);
            before = local;
        }

        return due;
    }

    private static TimeSpan Offset(DateTimeZone zone, DateTimeOffset at) => zone.GetUtcOffset(Instant.FromDateTimeOffset(at)).ToTimeSpan();

    private static DateTime Local(DateTimeZone zone, DateTimeOffset at) => at.UtcDateTime + Offset(zone, at);
}
