using Azure.Data.Tables;
using Reporting.Rows;
using Reporting.Storage.Paging;

namespace Reporting.Activity.Scanning;

/// <summary>A request's scan: finds the buckets at the first load, then is the scan of the one bucket or the merge of several.</summary>
internal sealed class ActivityScan(TableClient table, IBucketHours buckets, ScanRequest request) : IRowReader
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
        foreach (BucketHours bucket in await buckets.FindAsync(_plan.FirstHour, _plan.LastHour, cancellationToken))
        {
            IReadOnlyList<string> filters = _plan.FiltersOf(bucket.Bucket, bucket.FirstHour, bucket.LastHour);
            if (filters.Count > 0)
            {
                scans.Add(Scan(filters));
            }
        }

        return scans.Count switch
        {
            0 => Scan([]),
            1 => scans[0],
            _ => new MergedScan(scans, request.Schema),
        };
    }

    private BucketScan Scan(IReadOnlyList<string> filters)
    {
        string[] columns = [.. request.Schema.Columns.Select(column => column.Name).Append("RowKey").Distinct(StringComparer.Ordinal)];
        return new BucketScan(new TablePages(table, filters, columns, request.PageSize), request.Schema);
    }
}
