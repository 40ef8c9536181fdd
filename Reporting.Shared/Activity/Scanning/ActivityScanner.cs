using Reporting.Activity.Keys;
using Reporting.Rows;
using Reporting.Storage;

namespace Reporting.Activity.Scanning;

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
