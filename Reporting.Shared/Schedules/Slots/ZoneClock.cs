using NodaTime;
using NodaTime.TimeZones;

namespace Reporting.Schedules.Slots;

/// <summary>
/// What the clocks of a zone show, minute by minute, from its offsets alone. Names and rules are those of the tz database that comes with NodaTime, so they are the same on every
/// machine; the platform would look a name up as a file of this machine, among which are some that are no zones (<c>localtime</c>, <c>posixrules</c>, <c>right/...</c>).
/// </summary>
internal sealed class ZoneClock
{
    private const int MaxHoursBack = 26;
    private static readonly TzdbDateTimeZoneSource s_zones = TzdbDateTimeZoneSource.Default;
    private static readonly HashSet<string> s_names = new(s_zones.GetIds(), StringComparer.Ordinal);
    private readonly DateTimeZone _zone;

    private ZoneClock(DateTimeZone zone) => _zone = zone;

    /// <summary>Whether the tz database has a zone or link of exactly this name.</summary>
    public static bool IsKnown(string name) => s_names.Contains(name);

    /// <summary>The clock of a zone. Schedules of earlier versions may name what only this machine knows; they go on by that.</summary>
    /// <exception cref="TimeZoneNotFoundException">There is no such zone.</exception>
    public static ZoneClock Of(string name) =>
        new(IsKnown(name) ? s_zones.ForId(name) : BclDateTimeZone.FromTimeZoneInfo(TimeZoneInfo.FindSystemTimeZoneById(name)));

    /// <summary>What the clocks show at a UTC instant.</summary>
    public DateTime Local(DateTime utc) => utc + Offset(utc);

    /// <summary>How far the clocks are ahead of UTC at an instant.</summary>
    public TimeSpan Offset(DateTime utc) => _zone.GetUtcOffset(InstantOf(utc)).ToTimeSpan();

    /// <summary>The first minute in (from, to] with another offset than <paramref name="from"/>, or null.</summary>
    public DateTime? FindChange(DateTime from, DateTime to)
    {
        TimeSpan offset = Offset(from);
        for (ZoneInterval interval = _zone.GetZoneInterval(InstantOf(from)); interval.HasEnd && interval.End <= InstantOf(to); interval = _zone.GetZoneInterval(interval.End))
        {
            DateTime minute = UpToMinute(interval.End.ToDateTimeUtc());
            if (Offset(minute) != offset)
            {
                return minute <= to ? minute : null;
            }
        }

        return null;
    }

    /// <summary>Whether the clocks have shown the same time before, because they were set back since.</summary>
    public bool HasShownBefore(DateTime utc)
    {
        DateTime local = Local(utc);
        TimeSpan offset = Offset(utc);
        for (int hours = 1; hours <= MaxHoursBack; hours++)
        {
            TimeSpan earlier = Offset(utc.AddHours(-hours));
            if (earlier > offset && Offset(local - earlier) == earlier)
            {
                return true;
            }
        }

        return false;
    }

    // Until 1972 some zones were off by seconds, and so changed within a minute.
    private static DateTime UpToMinute(DateTime time) => time.Ticks % TimeSpan.TicksPerMinute is var rest and > 0 ? time.AddTicks(TimeSpan.TicksPerMinute - rest) : time;

    private static Instant InstantOf(DateTime utc) => Instant.FromDateTimeUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
}
