using Cronos;
using NodaTime;
using NodaTime.TimeZones;

namespace Reporting.Schedules.Slots;

/// <summary>
/// The slots of a schedule: the instants at which a cron expression of five fields is due on the clocks of a zone. Where clocks change, the rules
/// are those that Cronos documents: a time that the clocks skip is due when the skip ends; a time that they show twice is due the first time only,
/// except for intervals (<c>*</c>, a range or a step in the minute or the hour), which are due both times. The library says which times match; when the
/// clocks show them is found here, because where a zone moves across the date line (Pacific/Apia, 2011-12-30) the library answers with an instant that
/// is not later than the one it was asked about.
/// </summary>
/// <example>
/// <c>30 2 * * *</c> in Europe/Berlin. On 2026-03-29 at 01:00Z the clocks go from 02:00 to 03:00: 02:30 was skipped, so the slot is 01:00Z. On
/// 2026-10-25 at 01:00Z they go from 03:00 back to 02:00: 02:30 is shown at 00:30Z and at 01:30Z, and the slot is 00:30Z.
/// </example>
internal sealed class SlotCalendar
{
    private readonly CronExpression _cron;
    private readonly ZoneClock _clock;
    private readonly bool _isInterval;

    private SlotCalendar(string cron, ZoneClock clock)
    {
        _cron = CronExpression.Parse(cron, CronFormat.Standard);
        _clock = clock;
        _isInterval = cron.Split(' ').Take(2).Any(field => field.AsSpan().ContainsAny('*', '-', '/'));
    }

    /// <summary>The calendar of a checked definition.</summary>
    /// <exception cref="TimeZoneNotFoundException">There is no such zone.</exception>
    public static SlotCalendar Of(ScheduleDefinition definition) => new(definition.Cron, ZoneClock.Of(definition.TimeZone));

    /// <summary>The schedule's next slot after <paramref name="now"/> that is still to be dealt with; null when it is paused, or when this machine no longer knows its zone.</summary>
    public static DateTimeOffset? FindNext(Schedule schedule, DateTimeOffset now)
    {
        try
        {
            return schedule.IsDeleted || schedule.Definition.IsPaused ? null : Of(schedule.Definition).After(now > schedule.SlotsAfter ? now : schedule.SlotsAfter);
        }
        catch (TimeZoneNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The first slot later than <paramref name="time"/>, or null when there is none before the year 2500.</summary>
    public DateTimeOffset? After(DateTimeOffset time)
    {
        DateTime minute = time.UtcDateTime.AddTicks(TimeSpan.TicksPerMinute - (time.UtcTicks % TimeSpan.TicksPerMinute));
        return Find(minute) is { } slot ? new DateTimeOffset(slot, TimeSpan.Zero) : null;
    }

    /// <summary>The slots later than <paramref name="after"/> and not later than <paramref name="upTo"/>, in order.</summary>
    public IEnumerable<DateTimeOffset> Between(DateTimeOffset after, DateTimeOffset upTo)
    {
        for (DateTimeOffset? slot = After(after); slot <= upTo; slot = After(slot.Value))
        {
            yield return slot.Value;
        }
    }

    /// <summary>The first slot at or after a minute. Goes from one change of the clocks to the next.</summary>
    private DateTime? Find(DateTime minute)
    {
        for (DateTime? start = minute; start is { } at;)
        {
            // What the clocks would show if they had not changed here: what lies between that and what they do show was skipped.
            if (Match(at + _clock.Offset(at.AddMinutes(-1))) < _clock.Local(at))
            {
                return at;
            }

            (DateTime? slot, start) = FindBeforeChange(at);
            if (slot is not null)
            {
                return slot;
            }
        }

        return null;
    }

    /// <summary>The first slot at or after a minute before the clocks change, or the change that comes first; neither when the cron expression has no more times.</summary>
    private (DateTime? Slot, DateTime? Change) FindBeforeChange(DateTime start)
    {
        TimeSpan offset = _clock.Offset(start);
        for (DateTime? match = Match(start + offset); match is { } local; match = Match(local.AddMinutes(1)))
        {
            DateTime at = local - offset;
            if (_clock.FindChange(start, at) is { } change)
            {
                return (null, change);
            }

            if (_isInterval || !_clock.HasShownBefore(at))
            {
                return (at, null);
            }
        }

        return (null, null);
    }

    private DateTime? Match(DateTime local) => _cron.GetNextOccurrence(local, inclusive: true);
}

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
