using System.ComponentModel.DataAnnotations;

namespace Reporting.Activity;

/// <summary>Settings of the section <c>Activity</c>.</summary>
public sealed class ActivityOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Activity";

    /// <summary>Days for which activity is kept; 0 keeps it for ever.</summary>
    [Range(0, 36_500)]
    public int RetentionDays { get; set; }

    /// <summary>The first time of which the log at <paramref name="now"/> is whole; null when everything is kept.</summary>
    public DateTimeOffset? AvailableFrom(DateTimeOffset now) => RetentionDays == 0 ? null : Rows.Rfc3339.ToMilliseconds(now.AddDays(-RetentionDays));

    /// <summary>
    /// Before when activity may be deleted at <paramref name="now"/>: the start of a UTC day, at least an hour behind <see cref="AvailableFrom"/>, by which the clocks of
    /// processes may differ; null when everything is kept.
    /// </summary>
    public DateTimeOffset? DeletedBefore(DateTimeOffset now) =>
        AvailableFrom(now) is { } available ? new DateTimeOffset(available.AddHours(-1).UtcDateTime.Date, TimeSpan.Zero) : null;
}

/// <summary>Settings of the section <c>Ingest</c>.</summary>
public sealed class IngestOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Ingest";

    /// <summary>
    /// Seconds within which a write must be acknowledged to keep its time stamp; 5 to 600. Readers of changes stay this far behind
    /// the clock, so every process of an installation must have the same.
    /// </summary>
    [Range(5, 600)]
    public int MaxWriteSeconds { get; set; } = 30;

    /// <summary>How far ahead of the service's clock the times of a line may be, in minutes; 1 to 525,600 (a year).</summary>
    [Range(1, 525_600)]
    public int MaxFutureMinutes { get; set; } = 1440;

    /// <summary>Partitions that one call writes to at once; 1 to 128.</summary>
    [Range(1, 128)]
    public int ParallelPartitions { get; set; } = 16;
}
