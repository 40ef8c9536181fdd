using Azure.Data.Tables;
using Reporting.Activity.Buckets;
using Reporting.Activity.Records;
using Reporting.Storage;
using Reporting.Storage.Paging;

namespace Reporting.Activity.Scanning;

/// <summary>Reads the activity log.</summary>
public interface IActivityScanner
{
    /// <summary>Opens a reader; nothing is asked of the service before its first load.</summary>
    IRowReader Open(ScanRequest request);
}

/// <summary>What to read of one table, in ascending key order over all its buckets.</summary>
public sealed record ScanRequest
{
    /// <summary>The table.</summary>
    public required ActivityTable Table { get; init; }

    /// <summary>The keys; hours outside are not touched.</summary>
    public required KeyRange Keys { get; init; }

    /// <summary>The columns to select, in the order of the cells.</summary>
    public required RowSchema Schema { get; init; }

    /// <summary>A further OData clause for the service, at most 9 comparisons (15 in all, Table service limit), or null.</summary>
    public string? Filter { get; init; }

    /// <summary>Only this partition (bucket and hour), or null for every bucket and hour of <see cref="Keys"/>.</summary>
    public string? Partition { get; init; }

    /// <summary>Says when a page may be asked for; null for at once.</summary>
    public IPageGate? Gate { get; init; }

    /// <summary>Rows a page, 1 to 1,000 (Table service limit).</summary>
    public int PageSize { get; init; } = 1000;

    /// <summary>Whether the next page is fetched while one is read; not for who may be content with one.</summary>
    public bool ReadsAhead { get; init; } = true;
}

/// <summary>Reads the activity log from Table Storage: one ordered scan a bucket, merged.</summary>
internal sealed class ActivityScanner(ReportingStorage storage, BucketSettings buckets) : IActivityScanner
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The page size is not 1 to 1,000.</exception>
    public IRowReader Open(ScanRequest request)
    {
        if (request.PageSize is < 1 or > 1000)
        {
            throw new ArgumentOutOfRangeException(nameof(request), request.PageSize, "A page has 1 to 1,000 rows.");
        }

        return new ActivityScan(storage.Tables.GetTableClient(request.Table.Name), buckets, request);
    }
}

/// <summary>A request's scan: finds the buckets at the first load, then is the scan of the one bucket or the merge of several.</summary>
internal sealed class ActivityScan(TableClient table, BucketSettings buckets, ScanRequest request) : IRowReader
{
    private readonly ScanPlan _plan = new(request.Keys, request.Filter);
    private IRowReader? _rows;

    /// <inheritdoc/>
    public RowSchema Schema => request.Schema;

    /// <inheritdoc/>
    public RowView Current => _rows!.Current;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> CurrentKey => _rows!.CurrentKey;

    /// <inheritdoc/>
    public bool TryRead() => _rows is not null && _rows.TryRead();

    /// <inheritdoc/>
    public async ValueTask<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (_plan.IsEmpty)
        {
            return false;
        }

        _rows ??= await OpenAsync(cancellationToken);
        return await _rows.LoadAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _rows?.DisposeAsync() ?? default;

    private async Task<IRowReader> OpenAsync(CancellationToken cancellationToken)
    {
        if (request.Partition is { } partition)
        {
            return Scan([_plan.FilterOf(partition)]);
        }

        var scans = new List<BucketScan>();
        BucketLayout layout = await buckets.GetAsync(cancellationToken);
        foreach (string bucket in layout.BucketsInForce(_plan.FirstHour, _plan.LastHour))
        {
            scans.Add(Scan(_plan.FiltersOf(bucket)));
        }

        return scans.Count == 1 ? scans[0] : new MergedScan(scans, request.Schema);
    }

    private IPageSource Pages(IReadOnlyList<string> filters, string[] columns)
    {
        var pages = new TablePages(table, filters, columns, request.PageSize, request.Gate);
        return request.Gate is null ? pages : new GatedPages(pages, request.Gate, request.PageSize);
    }

    private BucketScan Scan(IReadOnlyList<string> filters)
    {
        string[] columns = [.. request.Schema.Columns.Select(column => column.Name).Append("RowKey").Distinct(StringComparer.Ordinal)];
        return new BucketScan(Pages(filters, columns), request.Schema, request.ReadsAhead);
    }
}
