using System.ComponentModel.DataAnnotations;

namespace Reporting.Schedules.Retention;

/// <summary>How long delivered files are kept, section <c>Schedules</c>.</summary>
public sealed class ScheduledFileOptions
{
    /// <summary>Days for which a delivered file is kept, from its delivery; 0 keeps it for good. Manifests and their signatures are always kept.</summary>
    [Range(0, 36_500)]
    public int FileRetentionDays { get; set; }
}
