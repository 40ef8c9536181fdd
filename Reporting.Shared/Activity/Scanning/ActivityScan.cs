using Azure.Data.Tables;
using Reporting.Activity.Keys;
using Reporting.Rows;
using Reporting.Storage.Paging;

namespace Reporting.Activity.Scanning;

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
