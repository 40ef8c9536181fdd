namespace Reporting.Activity.Scanning;

/// <summary>Knows which buckets hold rows in which hours.</summary>
internal interface IBucketHours
{
    /// <summary>Every bucket in force in some hour from <paramref name="firstHour"/> to <paramref name="lastHour"/> (inclusive, UTC), with the hours to search.</summary>
    ValueTask<IReadOnlyList<BucketHours>> FindAsync(DateTime firstHour, DateTime lastHour, CancellationToken cancellationToken);
}
