using System.ComponentModel.DataAnnotations;

namespace Reporting.Local.Housekeeping;

/// <summary>How often the local host looks after itself, section <c>Local</c>.</summary>
internal sealed class HousekeepingOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Local";

    /// <summary>Seconds between two looks for stuck exports.</summary>
    [Range(1, 3600)]
    public int ReaperSeconds { get; set; } = 60;

    /// <summary>Seconds between two looks at the schedules.</summary>
    [Range(1, 3600)]
    public int ScheduleSeconds { get; set; } = 10;

    /// <summary>Seconds between two passes over the sums of the metrics.</summary>
    [Range(1, 3600)]
    public int MetricsSeconds { get; set; } = 30;

    /// <summary>Seconds between two runs of retention.</summary>
    [Range(1, 86_400)]
    public int RetentionSeconds { get; set; } = 3600;
}
