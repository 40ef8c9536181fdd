using System.Collections.Concurrent;

namespace Reporting.Benchmarks.Server;

/// <summary>The caps of an account and of each of its partitions, for who reads and who writes alike.</summary>
internal sealed class AccountLimits(TableServerOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, EntityRate> _partitions = new(StringComparer.Ordinal);
    private readonly EntityRate _account = new(options.AccountCap, time);

    /// <summary>Takes so many entities of a partition; false when it, or the account, has none left.</summary>
    public bool TryTake(string partition, int count) =>
        count == 0
        || (_partitions.GetOrAdd(partition, _ => new EntityRate(options.PartitionCap, time)).TryTake(count) && _account.TryTake(count));
}
