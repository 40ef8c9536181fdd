namespace Reporting.Schedules.Slots;

/// <summary>What the clocks of a zone show, minute by minute, from its offsets alone.</summary>
internal sealed class ZoneClock(TimeZoneInfo zone)
{
    // No zone changes its clocks twice within so short a time, nor by more than a day.
    private static readonly TimeSpan Stride = TimeSpan.FromHours(6);
    private const int MostHoursBack = 26;

    /// <summary>What the clocks show at a UTC instant.</summary>
    public DateTime Local(DateTime utc) => utc + Offset(utc);

    /// <summary>How far the clocks are ahead of UTC at an instant.</summary>
    public TimeSpan Offset(DateTime utc) => zone.GetUtcOffset(utc);

    /// <summary>The first minute in (from, to] with another offset than <paramref name="from"/>, or null.</summary>
    public DateTime? FindChange(DateTime from, DateTime to)
    {
        TimeSpan offset = Offset(from);
        for (DateTime same = from; same < to;)
        {
            DateTime next = to - same > Stride ? same + Stride : to;
            if (Offset(next) == offset)
            {
                same = next;
                continue;
            }

            while (next - same > TimeSpan.FromMinutes(1))
            {
                DateTime middle = same.AddMinutes((int)(next - same).TotalMinutes / 2);
                (same, next) = Offset(middle) == offset ? (middle, next) : (same, middle);
            }

            return next;
        }

        return null;
    }

    /// <summary>Whether the clocks have shown the same time before, because they were set back since.</summary>
    public bool HasShownBefore(DateTime utc)
    {
        DateTime local = Local(utc);
        TimeSpan offset = Offset(utc);
        for (int hours = 1; hours <= MostHoursBack; hours++)
        {
            TimeSpan earlier = Offset(utc.AddHours(-hours));
            if (earlier > offset && Offset(local - earlier) == earlier)
            {
                return true;
            }
        }

        return false;
    }
}
