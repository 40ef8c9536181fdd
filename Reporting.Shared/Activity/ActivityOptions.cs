using System.ComponentModel.DataAnnotations;

namespace Reporting.Activity;

/// <summary>Settings of the section <c>Activity</c>.</summary>
public sealed class ActivityOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Activity";

    /// <summary>Days for which activity is kept, at least; 0 keeps it for ever. The Azure template sets 365. The same in every process of an installation.</summary>
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
    /// Seconds within which a write must be acknowledged to keep its time stamp. Exports and readers of changes stay this far behind the clock. The same in
    /// every process of an installation.
    /// </summary>
    [Range(5, 600)]
    public int MaxWriteSeconds { get; set; } = 30;

    /// <summary>Minutes that a time in a line of activity may be ahead of the service's clock; a line beyond is refused.</summary>
    [Range(1, 525_600)]
    public int MaxFutureMinutes { get; set; } = 1440;

    /// <summary>Partitions that one call writes to at once.</summary>
    [Range(1, 128)]
    public int ParallelPartitions { get; set; } = 16;
}
