using Cronos;

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
