using System.Buffers.Text;

namespace Reporting.Formats.Text;

/// <summary>Times of rows, the 24 characters <c>yyyy-MM-ddTHH:mm:ss.fffZ</c>, as milliseconds since 1970-01-01T00:00:00Z.</summary>
internal static class EventTime
{
    /// <summary>The longest a 64-bit number is, in characters.</summary>
    private const int MaxDigits = 20;

    /// <summary>Writes the milliseconds in decimal digits: 13 for every time from September 2001 to November 2286.</summary>
    /// <exception cref="FormatException">The text is not such a time.</exception>
    public static void WriteUnixMilliseconds(ref Utf8Output utf8, scoped ReadOnlySpan<byte> time)
    {
        Span<byte> digits = stackalloc byte[MaxDigits];
        Utf8Formatter.TryFormat(ToUnixMilliseconds(time), digits, out int length);
        utf8.Write(digits[..length]);
    }

    /// <summary>The milliseconds.</summary>
    /// <exception cref="FormatException">The text is not such a time.</exception>
    public static long ToUnixMilliseconds(ReadOnlySpan<byte> time)
    {
        if (time.Length != 24 || time[4] != '-' || time[7] != '-' || time[10] != 'T' || time[13] != ':' || time[16] != ':'
            || time[19] != '.' || time[23] != 'Z')
        {
            throw new FormatException("A row's time is not of the form yyyy-MM-ddTHH:mm:ss.fffZ.");
        }

        long days = DaysSinceEpoch(Number(time, 0, 4), Number(time, 5, 2), Number(time, 8, 2));
        int seconds = (((Number(time, 11, 2) * 60) + Number(time, 14, 2)) * 60) + Number(time, 17, 2);
        return (((days * 86_400) + seconds) * 1000) + Number(time, 20, 3);
    }

    /// <summary>
    /// Days from 1970-01-01 in the Gregorian calendar. The year is taken to begin in March, so that the leap day is its last; then the
    /// months' lengths follow (153 * month + 2) / 5. Example: 2026-01-28 is month 10 (from 0 = March) of 2025: 2025 * 365 + 2025 / 4
    /// - 2025 / 100 + 2025 / 400 = 739,616 days of whole years, + (153 * 10 + 2) / 5 = 306 of whole months, + 27, less the 719,468
    /// from 0000-03-01 to 1970-01-01, gives 20,481.
    /// </summary>
    private static long DaysSinceEpoch(int year, int month, int day)
    {
        if (month <= 2)
        {
            year--;
            month += 12;
        }

        long wholeYears = (365L * year) + (year / 4) - (year / 100) + (year / 400);
        int wholeMonths = ((153 * (month - 3)) + 2) / 5;
        return wholeYears + wholeMonths + day - 1 - 719_468;
    }

    private static int Number(ReadOnlySpan<byte> text, int start, int length)
    {
        int number = 0;
        foreach (byte digit in text.Slice(start, length))
        {
            int value = digit - '0';
            if ((uint)value > 9)
            {
                throw new FormatException("A row's time holds something else than digits.");
            }

            number = (number * 10) + value;
        }

        return number;
    }
}
