using Azure;
using Azure.Data.Tables;
using Reporting.Activity.Keys;
using Reporting.Activity.Records;
using Reporting.Storage;

namespace Reporting.Activity.Buckets;

/// <summary>
/// Reads and changes the stored <see cref="BucketLayout"/> (table <c>settings</c>, PartitionKey <c>buckets</c>, RowKey the hour).
/// A change holds from an hour at least two hours ahead, so a layout read within the last minutes is never wrong for an event of now.
/// </summary>
public sealed class BucketSettings(ReportingStorage storage, TimeProvider timeProvider)
{
    private const string PartitionKey = "buckets";
    private const string CountProperty = "count";
    private static readonly TimeSpan CacheTime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Lead = TimeSpan.FromHours(2);
    private readonly TableClient _settings = storage.Tables.GetTableClient(StorageNames.Settings);
    private volatile Cached? _cached;

    /// <summary>The layout, at most a minute old.</summary>
    public async ValueTask<BucketLayout> GetAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        if (_cached is { } cached && now - cached.ReadAt < CacheTime && now >= cached.ReadAt)
        {
            return cached.Layout;
        }

        var changes = new List<BucketChange>();
        AsyncPageable<TableEntity> rows = _settings.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {PartitionKey}"), cancellationToken: cancellationToken);
        await foreach (TableEntity row in rows)
        {
            changes.Add(new BucketChange(ActivityKeys.ParseHour(row.RowKey), row.GetInt32(CountProperty)!.Value));
        }

        var layout = new BucketLayout(changes);
        _cached = new Cached(layout, now);
        return layout;
    }

    /// <summary>Sets the count from an hour to come on.</summary>
    /// <param name="count">1, 2, 4, 8 or 16.</param>
    /// <param name="fromHour">Any time in the first hour it holds for, at least two hours ahead.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">Another count, or too early an hour.</exception>
    /// <exception cref="InvalidOperationException">The log holds events of that hour or later already; they would be looked for in the wrong bucket.</exception>
    public async Task ChangeAsync(int count, DateTimeOffset fromHour, CancellationToken cancellationToken)
    {
        if (!BucketLayout.IsCount(count))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A bucket count is 1, 2, 4, 8 or 16, not {count}."), nameof(count));
        }

        string hour = ActivityKeys.Hour(fromHour);
        DateTimeOffset start = ActivityKeys.ParseHour(hour);
        if (start < timeProvider.GetUtcNow() + Lead)
        {
            throw new ArgumentException($"The hour must begin at least two hours from now, so that every writer knows the new count in time; {hour} does not.", nameof(fromHour));
        }

        foreach (ActivityTable table in RecordKinds.Tables)
        {
            if (await HoldsRowsFromAsync(table, start, cancellationToken))
            {
                throw new InvalidOperationException($"Table {table.Name} holds events of hour {hour} or later; choose a later hour.");
            }
        }

        await _settings.UpsertEntityAsync(new TableEntity(PartitionKey, hour) { [CountProperty] = count }, TableUpdateMode.Replace, cancellationToken);
        _cached = null;
    }

    private async Task<bool> HoldsRowsFromAsync(ActivityTable table, DateTimeOffset start, CancellationToken cancellationToken)
    {
        TableClient rows = storage.Tables.GetTableClient(table.Name);
        for (int bucket = 0; bucket < BucketLayout.MaxCount; bucket++)
        {
            string from = ActivityKeys.Partition(bucket, start);
            string to = from[..3] + "~";
            AsyncPageable<TableEntity> found = rows.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {to}"), maxPerPage: 1, select: ["PartitionKey"], cancellationToken: cancellationToken);
            if (await found.AnyAsync(cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private sealed record Cached(BucketLayout Layout, DateTimeOffset ReadAt);
}
