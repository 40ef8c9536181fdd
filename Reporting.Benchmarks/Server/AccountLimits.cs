using System.Collections.Concurrent;

namespace Reporting.Benchmarks.Server;

/// <summary>The caps of an account and of each of its partitions, shared by reads and writes.</summary>
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

/// <summary>A cap in entities a second, as the service has it: within it everything goes, above it the answer is 503.</summary>
internal sealed class EntityRate(int cap, TimeProvider time)
{
    private readonly Lock _lock = new();
    private double _left = cap;
    private long _at = time.GetTimestamp();

    /// <summary>Takes so many entities; false when fewer are left of the last second's.</summary>
    public bool TryTake(int count)
    {
        if (cap == 0)
        {
            return true;
        }

        lock (_lock)
        {
            long now = time.GetTimestamp();
            _left = Math.Min(cap, _left + (time.GetElapsedTime(_at, now).TotalSeconds * cap));
            _at = now;
            if (_left < count)
            {
                return false;
            }

            _left -= count;
            return true;
        }
    }

    /// <summary>Gives back what was taken and not served.</summary>
    public void GiveBack(int count)
    {
        lock (_lock)
        {
            _left += count;
        }
    }
}

/// <summary>Whose entities of the second are used up.</summary>
internal enum UsedUp
{
    /// <summary>There are some left.</summary>
    Nothing,

    /// <summary>The partition's.</summary>
    Partition,

    /// <summary>The account's.</summary>
    Account,
}
