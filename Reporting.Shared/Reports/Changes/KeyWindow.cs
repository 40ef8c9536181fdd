using Reporting.Activity.Scanning;

namespace Reporting.Reports.Changes;

/// <summary>Keys of one partition among which rows may have changed; all others have not.</summary>
/// <param name="Partition">The PartitionKey: bucket, <c>-</c>, hour.</param>
/// <param name="Keys">The keys, cut at whole ticks.</param>
public sealed record KeyWindow(string Partition, KeyRange Keys)
{
    /// <summary>The keys of some windows regardless of partition: apart from each other, ascending. What a reader over all buckets has to read.</summary>
    public static IReadOnlyList<KeyRange> Merge(IEnumerable<KeyWindow> windows) => TickRanges.Merge(windows.Select(window => window.Keys));
}
