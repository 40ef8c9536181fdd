using System.Collections.Concurrent;

namespace Reporting.Benchmarks.Server;

/// <summary>The caps of an account and of each of its partitions, for who reads and who writes alike.</summary>
internal sealed class AccountLimits(TableServerOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, EntityRate> _partitions = new(StringComparer.Ordinal);
    private readonly EntityRate _account = new(options.AccountCap, time);

    /// <summary>Takes so many entities of a partition; says what is used up when it, or the account, has too few left, and takes nothing then.</summary>
    public UsedUp TryTake(string partition, int count)
    {
        if (count == 0)
        {
            return UsedUp.Nothing;
        }

        EntityRate rate = _partitions.GetOrAdd(partition, _ => new EntityRate(options.PartitionCap, time));
        if (!rate.TryTake(count))
        {
            return UsedUp.Partition;
        }

        if (_account.TryTake(count))
        {
            return UsedUp.Nothing;
        }

        rate.GiveBack(count);
        return UsedUp.Account;
    }
}
