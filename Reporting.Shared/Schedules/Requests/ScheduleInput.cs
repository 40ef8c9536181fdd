using System.ComponentModel.DataAnnotations;
using Reporting.Reports;

namespace Reporting.Schedules;

/// <summary>A schedule as the API receives it; only the kinds of the fields are checked.</summary>
/// <example>{"report":"usage","format":"CSV","cron":"0 2 * * *","timeZone":"Europe/Berlin"}</example>
public sealed record ScheduleInput
{
    /// <summary>Name of the report.</summary>
    [Required]
    [ReportNames]
    public string? Report { get; init; }

    /// <summary>Name of the format, one of the report's; its first one when absent.</summary>
    [FormatNames]
    public string? Format { get; init; }

    /// <summary>Column names in the order wanted; absent or empty for the report's default ones.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Filter name to values of which one must match.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Filters { get; init; }

    /// <summary>How the file is compressed; <c>none</c> when absent.</summary>
    [AllowedValues("gzip", "none")]
    public string? Compression { get; init; }

    /// <summary>CSV: begin with a byte order mark.</summary>
    public bool Bom { get; init; }

    /// <summary>CSV: put <c>'</c> before text that a spreadsheet would run as a formula.</summary>
    public bool SpreadsheetSafe { get; init; }

    /// <summary>When it is due: minute, hour, day of the month, month, day of the week.</summary>
    [Required]
    [StringLength(200)]
    public string? Cron { get; init; }

    /// <summary>The zone on whose clocks, by its name in the tz database; <c>UTC</c> when absent.</summary>
    public string? TimeZone { get; init; }

    /// <summary><c>changedAt</c>: each file holds what changed since the file before. <c>eventTime</c>: what happened since. The first when absent.</summary>
    [AllowedValues("changedAt", "eventTime")]
    public string? Over { get; init; }

    /// <summary>Minutes by which a window ends before its slot, not less than <c>Ingest:MaxWriteSeconds</c>; 5 when absent.</summary>
    [Range(1, 1440)]
    public long? LagMinutes { get; init; }

    /// <summary>Whether it is paused.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Where the next window begins, UTC; when absent, now for a new schedule, and where the last file ended for one that is there.</summary>
    public DateTimeOffset? Since { get; init; }
}
