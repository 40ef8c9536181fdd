using System.Buffers;

namespace Reporting.Activity.Counts;

/// <summary>Rows for each minute of a UTC day, packed for storage as pairs of base-128 numbers: minutes since the last pair's, count.</summary>
/// <example>Three rows at 00:05 and 200 at 00:07 are the bytes 05 03 02 C8 01.</example>
internal sealed class DayCounts
{
    /// <summary>Minutes of a day.</summary>
    public const int Minutes = 24 * 60;

    // Of a number.
    private const int MaxBytes = 5;

    private readonly SortedDictionary<int, int> _counts = [];

    /// <summary>Minutes with rows, ascending, and how many.</summary>
    public IEnumerable<KeyValuePair<int, int>> Pairs => _counts;

    /// <summary>How a day stands in keys: <c>yyyyMMdd</c>, UTC.</summary>
    public static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>Counts one row.</summary>
    public void Add(DateTimeOffset time)
    {
        int minute = (int)(time.UtcDateTime.TimeOfDay.Ticks / TimeSpan.TicksPerMinute);
        _counts[minute] = _counts.GetValueOrDefault(minute) + 1;
    }

    /// <summary>The counts as bytes.</summary>
    public byte[] Pack()
    {
        var bytes = new ArrayBufferWriter<byte>();
        int last = 0;
        foreach ((int minute, int count) in _counts)
        {
            Base128.Write(bytes, minute - last);
            Base128.Write(bytes, count);
            last = minute;
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Adds packed counts to <paramref name="minutes"/> (one for each minute of the day); what is no such packing is left out.</summary>
    public static void AddPacked(ReadOnlySpan<byte> packed, Span<int> minutes)
    {
        int minute = 0;
        int at = 0;
        while (TryRead(packed, ref at, out int distance) && TryRead(packed, ref at, out int count))
        {
            minute += distance;
            if (minute >= minutes.Length)
            {
                return;
            }

            minutes[minute] += count;
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> packed, ref int at, out int number)
    {
        int begin = at;
        bool isNumber = Base128.TryRead(packed, ref at, out long read) && at - begin <= MaxBytes && read is >= 0 and <= int.MaxValue;
        number = isNumber ? (int)read : 0;
        return isNumber;
    }
}
