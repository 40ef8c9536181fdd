namespace Reporting.Activity.Keys;

/// <summary>A bucket count and the hour it holds from.</summary>
/// <param name="FromHour">Start of the first UTC hour of event time it holds for.</param>
/// <param name="Count">1, 2, 4, 8 or 16.</param>
public sealed record BucketChange(DateTimeOffset FromHour, int Count);
