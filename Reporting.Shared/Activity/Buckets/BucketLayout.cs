using System.Collections.Immutable;

namespace Reporting.Activity.Buckets;

/// <summary>How many buckets an hour's rows are spread over: 1 from the beginning, then each count from the hour it was set for.</summary>
public sealed class BucketLayout
{
    /// <summary>The greatest count.</summary>
    public const int MaxCount = 16;

    private readonly ImmutableArray<BucketChange> _changes;

    /// <summary>A layout of these changes, in any order.</summary>
    /// <exception cref="ArgumentException">A count is no power of two up to 16.</exception>
    public BucketLayout(IEnumerable<BucketChange> changes)
    {
        _changes = [.. changes.OrderBy(change => change.FromHour)];
        foreach (BucketChange change in _changes)
        {
            if (!IsCount(change.Count))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A bucket count is 1, 2, 4, 8 or 16, not {change.Count}."), nameof(changes));
            }
        }
    }

    /// <summary>One bucket for every hour.</summary>
    public static BucketLayout OneBucket { get; } = new([]);

    /// <summary>The changes, oldest first.</summary>
    public IReadOnlyList<BucketChange> Changes => _changes;

    /// <summary>True for 1, 2, 4, 8 and 16.</summary>
    public static bool IsCount(int count) => count is 1 or 2 or 4 or 8 or MaxCount;

    /// <summary>The count in force at the hour of this time.</summary>
    public int CountAt(DateTimeOffset time)
    {
        int count = 1;
        foreach (BucketChange change in _changes)
        {
            if (change.FromHour > time)
            {
                break;
            }

            count = change.Count;
        }

        return count;
    }

    /// <summary>The prefixes (<c>00</c>, <c>01</c>, ...) of all buckets that may hold rows of the hours from the one of <paramref name="since"/> to the one of <paramref name="until"/>, both included.</summary>
    public IReadOnlyList<string> BucketsInForce(DateTimeOffset since, DateTimeOffset until)
    {
        int count = CountAt(since);
        foreach (BucketChange change in _changes)
        {
            if (change.FromHour > since && change.FromHour <= until)
            {
                count = Math.Max(count, change.Count);
            }
        }

        return [.. Enumerable.Range(0, count).Select(bucket => bucket.ToString("x2", CultureInfo.InvariantCulture))];
    }
}

/// <summary>A bucket count and the hour it holds from.</summary>
/// <param name="FromHour">Start of the first UTC hour of event time it holds for.</param>
/// <param name="Count">1, 2, 4, 8 or 16.</param>
public sealed record BucketChange(DateTimeOffset FromHour, int Count);
