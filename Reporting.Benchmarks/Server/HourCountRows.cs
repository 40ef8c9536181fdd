using Azure.Data.Tables;
using Reporting.Activity.Counts;
using Reporting.Benchmarks.Data;

namespace Reporting.Benchmarks.Server;

/// <summary>The rows of the table <c>hourcounts</c> that a writer of the log would have written: one for each day.</summary>
internal static class HourCountRows
{
    public static IEnumerable<TableEntity> Of(BenchmarkLog log)
    {
        for (int day = 0; day * 24 < log.Hours; day++)
        {
            DateTimeOffset start = BenchmarkLog.Start.AddDays(day);
            var bytes = new List<byte>();
            int last = 0;
            for (int minute = 0; minute < DayCounts.Minutes; minute++)
            {
                long ticks = start.UtcTicks + (minute * TimeSpan.TicksPerMinute);
                long rows = log.FirstFrom(ticks + TimeSpan.TicksPerMinute) - log.FirstFrom(ticks);
                if (rows > 0)
                {
                    Write(bytes, minute - last);
                    Write(bytes, rows);
                    last = minute;
                }
            }

            yield return new TableEntity(log.Table.Name, DayCounts.Day(start) + "-benchmark") { ["minutes"] = bytes.ToArray() };
        }
    }

    // Base 128, as DayCounts packs them.
    private static void Write(List<byte> bytes, long number)
    {
        for (; number >= 0x80; number >>= 7)
        {
            bytes.Add((byte)(number | 0x80));
        }

        bytes.Add((byte)number);
    }
}
