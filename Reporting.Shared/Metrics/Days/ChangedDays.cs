using Azure.Data.Tables;
using Reporting.Activity.Buckets;
using Reporting.Activity.Keys;
using Reporting.Activity.Records;
using Reporting.Reports;
using Reporting.Reports.Changes;
using Reporting.Reports.Definitions;
using Reporting.Storage;

namespace Reporting.Metrics.Days;

/// <summary>Finds days: those whose rows have changed, and all that have runs.</summary>
internal sealed class ChangedDays(ReportingStorage storage, BucketSettings buckets, ChangedWindows windows)
{
    private const int HourStart = 3;
    private readonly TableClient _runs = storage.Tables.GetTableClient(RecipeRuns.Table.Name);

    /// <summary>The days of which rows may have changed with stamps in a range.</summary>
    public async Task<IReadOnlySet<DateOnly>> FindAsync(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken) =>
        (await windows.FindAsync(ReportCatalogue.Find("usage"), new ChangedRange(since, until), cancellationToken))
            .Select(window => UtcDays.Of(ActivityKeys.ParseHour(window.Partition.AsSpan(HourStart)))).ToHashSet();

    /// <summary>Every day that has a run: a request for each day and bucket. A commit without its run is in no number.</summary>
    public async Task<IReadOnlySet<DateOnly>> FindAllAsync(CancellationToken cancellationToken)
    {
        var days = new HashSet<DateOnly>();
        BucketLayout layout = await buckets.GetAsync(cancellationToken);
        foreach (string bucket in layout.BucketsInForce(DateTimeOffset.MinValue, DateTimeOffset.MaxValue))
        {
            string from = bucket + "-";
            while (await FindPartitionAsync(from, bucket + "~", cancellationToken) is { } partition)
            {
                DateOnly day = UtcDays.Of(ActivityKeys.ParseHour(partition.AsSpan(HourStart)));
                days.Add(day);
                from = bucket + "-" + day.AddDays(1).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
            }
        }

        return days;
    }

    private async Task<string?> FindPartitionAsync(string from, string end, CancellationToken cancellationToken) => (await _runs
        .QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {end}"), maxPerPage: 1, select: ["PartitionKey"], cancellationToken: cancellationToken)
        .FirstOrDefaultAsync(cancellationToken))?.PartitionKey;
}
