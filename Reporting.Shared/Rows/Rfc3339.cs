namespace Reporting.Rows;

/// <summary>Exact times: RFC 3339 with a zone on the way in, always 24 characters UTC with milliseconds on the way out.</summary>
public static class Rfc3339
{
    /// <summary>What a time must look like, for messages.</summary>
    public const string Expected = "takes an RFC 3339 time with a zone, such as 2026-01-28T08:46:57.012Z or 2026-01-28T09:46:57+01:00";

    private const string Stored = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The time as <c>yyyy-MM-ddTHH:mm:ss.fffZ</c>, UTC; anything below a millisecond is cut off. Ordinal order is time order.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Stored, CultureInfo.InvariantCulture);

    /// <summary>The time in UTC, truncated to milliseconds, as stored and as used in keys.</summary>
    public static DateTimeOffset ToMilliseconds(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    /// <summary>The time in UTC, rounded up to the millisecond: as a limit of stored times, which are whole milliseconds, it means the same.</summary>
    public static DateTimeOffset UpToMilliseconds(DateTimeOffset time)
    {
        DateTimeOffset cut = ToMilliseconds(time);
        return cut == time || time > DateTimeOffset.MaxValue.AddMilliseconds(-1) ? cut : cut.AddMilliseconds(1);
    }

    /// <summary>
    /// Reads an RFC 3339 section 5.6 <c>date-time</c>: a zone (<c>Z</c> or <c>+hh:mm</c>) is required, any number of fraction digits is taken and cut to milliseconds.
    /// A leap second, which is 23:59:60 UTC at the end of a month, becomes the last millisecond before it. The result is UTC.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        bool isTime = TryParsePrecise(text, out time);
        time = ToMilliseconds(time);
        return isTime;
    }

    /// <summary>The same, with the fraction cut to ticks of 100 ns only; a leap second becomes the last tick before it.</summary>
    public static bool TryParsePrecise(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] is not ('T' or 't') || text[13] != ':' || text[16] != ':'
            || !Digits(text[..4], out int year) || !Digits(text[5..7], out int month) || !Digits(text[8..10], out int day)
            || !Digits(text[11..13], out int hour) || !Digits(text[14..16], out int minute) || !Digits(text[17..19], out int second)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23
            || minute > 59 || second > 60)
        {
            return false;
        }

        int at = 19;
        if (!TryParseFraction(text, ref at, out long fraction) || !TryParseZone(text[at..], out int offsetMinutes))
        {
            return false;
        }

        bool isLeap = second == 60;
        long ticks = new DateTime(year, month, day, hour, minute, isLeap ? 59 : second, DateTimeKind.Utc).Ticks
            + (isLeap ? TimeSpan.TicksPerSecond - 1 : fraction)
            - (offsetMinutes * TimeSpan.TicksPerMinute);
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks || (isLeap && !EndsMonth(ticks)))
        {
            return false;
        }

        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    // Leap seconds are put in at the end of a UTC month (ITU-R TF.460); at any other minute a second 60 is none.
    private static bool EndsMonth(long lastTick) =>
        lastTick == DateTime.MaxValue.Ticks || new DateTime(lastTick + 1, DateTimeKind.Utc) is { Day: 1, TimeOfDay.Ticks: 0 };

    private static bool TryParseFraction(ReadOnlySpan<char> text, ref int at, out long ticks)
    {
        ticks = 0;
        if (text[at] != '.')
        {
            return true;
        }

        int first = ++at;
        long unit = TimeSpan.TicksPerSecond / 10;
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++)
        {
            ticks += (text[at] - '0') * unit;
            unit /= 10;
        }

        return at > first;
    }

    private static bool TryParseZone(ReadOnlySpan<char> zone, out int minutes)
    {
        minutes = 0;
        if (zone is "Z" or "z")
        {
            return true;
        }

        if (zone.Length != 6 || zone[0] is not ('+' or '-') || zone[3] != ':'
            || !Digits(zone[1..3], out int hour) || !Digits(zone[4..6], out int minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        minutes = ((hour * 60) + minute) * (zone[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool Digits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (char digit in text)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return true;
    }
}
