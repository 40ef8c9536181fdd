namespace Reporting.Api.AuditLogs.Feed;

/// <summary>A row of the feed: when it changed, its key, and its line in the collector's format.</summary>
internal sealed record FeedRow(string ChangedAt, string Key, byte[] Line) : IComparable<FeedRow>
{
    /// <summary>Oldest change first, then by key.</summary>
    public int CompareTo(FeedRow? other) => other is null ? 1 : Compare(ChangedAt, Key, other.ChangedAt, other.Key);

    /// <summary>The order of two places in the feed.</summary>
    public static int Compare(string changedAt, string key, string otherChangedAt, string otherKey)
    {
        int byTime = string.CompareOrdinal(changedAt, otherChangedAt);
        return byTime != 0 ? byTime : string.CompareOrdinal(key, otherKey);
    }
}
