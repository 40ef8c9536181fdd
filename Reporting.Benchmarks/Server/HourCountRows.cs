using Reporting.Activity.Counts;
using Reporting.Benchmarks.Data;

namespace Reporting.Benchmarks.Server;

/// <summary>The rows of the table <c>hourcounts</c> that a writer of the log would have left behind.</summary>
internal static class HourCountRows
{
    public static IEnumerable<string> Of(BenchmarkLog log)
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

            yield return $"{{\"PartitionKey\":\"{log.Table.Name}\",\"RowKey\":\"{DayCounts.Day(start)}-benchmark\",\"minutes@odata.type\":\"Edm.Binary\",\"minutes\":\"{Convert.ToBase64String([.. bytes])}\"}}";
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
