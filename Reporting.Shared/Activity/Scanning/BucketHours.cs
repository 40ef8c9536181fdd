namespace Reporting.Activity.Scanning;

/// <summary>The hours in which a bucket is in force.</summary>
/// <param name="Bucket">0 to 15.</param>
/// <param name="FirstHour">UTC.</param>
/// <param name="LastHour">Inclusive, UTC.</param>
internal readonly record struct BucketHours(int Bucket, DateTime FirstHour, DateTime LastHour);
