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
