using System.Collections.Immutable;
using Azure.Data.Tables;
using Reporting.Activity.Keys;
using Reporting.Activity.Records;
using Reporting.Storage;

namespace Reporting.Activity.Counts;

/// <summary>Reads the estimates of rows per hour and minute of event time, summed over all writers.</summary>
/// <remarks>Kept for the tables that are counted (<see cref="ActivityTable.IsCounted"/>). Rows deleted since are still counted, until retention deletes their day.</remarks>
public sealed class HourCounts(ReportingStorage storage)
{
    private readonly TableClient _counts = storage.Tables.GetTableClient(StorageNames.HourCounts);

    /// <summary>The hours with rows from the one of <paramref name="since"/> to the last before <paramref name="until"/>, ascending; hours without rows are left out.</summary>
    public async Task<IReadOnlyList<HourCount>> ReadAsync(ActivityTable table, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        string from = DayCounts.Day(since);
        string to = DayCounts.Day(until) + "~";
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {table.Name} and RowKey ge {from} and RowKey lt {to}");
        var days = new SortedDictionary<string, int[]>(StringComparer.Ordinal);
        await foreach (TableEntity row in _counts.QueryAsync<TableEntity>(filter, select: ["RowKey", HourCountWriter.MinutesProperty], cancellationToken: cancellationToken))
        {
            string day = row.RowKey[..8];
            if (!days.TryGetValue(day, out int[]? minutes))
            {
                days.Add(day, minutes = new int[DayCounts.Minutes]);
            }

            DayCounts.AddPacked(row.GetBinary(HourCountWriter.MinutesProperty), minutes);
        }

        DateTimeOffset firstHour = ActivityKeys.ParseHour(ActivityKeys.Hour(since));
        return [.. days.SelectMany(day => Hours(day.Key, day.Value)).Where(hour => hour.Hour >= firstHour && hour.Hour < until)];
    }

    private static IEnumerable<HourCount> Hours(string day, int[] minutes)
    {
        DateTimeOffset start = ActivityKeys.ParseHour(day + "00");
        for (int hour = 0; hour < 24; hour++)
        {
            ImmutableArray<int> own = [.. minutes.AsSpan(hour * 60, 60)];
            long total = own.Sum(count => (long)count);
            if (total > 0)
            {
                yield return new HourCount(start.AddHours(hour), total, own);
            }
        }
    }
}

/// <summary>About how many rows were inserted into an hour of event time.</summary>
/// <param name="Hour">Start of the UTC hour.</param>
/// <param name="Total">Rows of the hour.</param>
/// <param name="Minutes">Rows of each of its 60 minutes.</param>
public sealed record HourCount(DateTimeOffset Hour, long Total, ImmutableArray<int> Minutes);
