namespace Reporting.Schedules;

/// <summary>A schedule as the API receives it; only the kinds of the fields are checked.</summary>
public sealed record ScheduleInput
{
    /// <summary>Name of the report; required.</summary>
    public string? Report { get; init; }

    /// <summary>Name of the format; the report's first one when absent.</summary>
    public string? Format { get; init; }

    /// <summary>Column names in the order wanted; absent or empty for the report's default ones.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Filter name to values of which one must match.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Filters { get; init; }

    /// <summary><c>gzip</c> or <c>none</c>; none when absent.</summary>
    public string? Compression { get; init; }

    /// <summary>CSV: begin with a byte order mark.</summary>
    public bool Bom { get; init; }

    /// <summary>CSV: make text harmless for spreadsheets.</summary>
    public bool SpreadsheetSafe { get; init; }

    /// <summary>A cron expression of five fields; required.</summary>
    public string? Cron { get; init; }

    /// <summary>Name of the tz database; <c>UTC</c> when absent.</summary>
    public string? TimeZone { get; init; }

    /// <summary><c>changedAt</c> or <c>eventTime</c>; the first when absent.</summary>
    public string? Over { get; init; }

    /// <summary>Minutes by which a window ends before its slot; 5 when absent.</summary>
    public long? LagMinutes { get; init; }

    /// <summary>Whether it is paused.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Where the next window begins, UTC; when absent, now for a new schedule, and where the last file ended for one that is there.</summary>
    public DateTimeOffset? Since { get; init; }
}
