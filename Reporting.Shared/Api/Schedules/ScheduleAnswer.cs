namespace Reporting.Api.Schedules;

/// <summary>A schedule as the API shows it. What is not known, or was not asked for, is left out.</summary>
public sealed record ScheduleAnswer
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the report.</summary>
    public required string Report { get; init; }

    /// <summary>Name of the format.</summary>
    public required string Format { get; init; }

    /// <summary>The columns asked for.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The filters asked for.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Filters { get; init; }

    /// <summary><c>gzip</c> or <c>none</c>.</summary>
    public required string Compression { get; init; }

    /// <summary>CSV: begins with a byte order mark.</summary>
    public required bool Bom { get; init; }

    /// <summary>CSV: text is made harmless for spreadsheets.</summary>
    public required bool SpreadsheetSafe { get; init; }

    /// <summary>When it is due.</summary>
    public required string Cron { get; init; }

    /// <summary>The zone on whose clocks.</summary>
    public required string TimeZone { get; init; }

    /// <summary><c>changedAt</c> or <c>eventTime</c>.</summary>
    public required string Over { get; init; }

    /// <summary>Minutes by which a window ends before its slot.</summary>
    public required int LagMinutes { get; init; }

    /// <summary>Whether it is paused.</summary>
    public required bool IsPaused { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was changed last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The next slot; absent when paused.</summary>
    public DateTimeOffset? NextRunAt { get; init; }

    /// <summary>Up to where rows are delivered.</summary>
    public required DateTimeOffset WindowStart { get; init; }

    /// <summary>Lower-case hex SHA-256 of the newest manifest; absent before the first.</summary>
    public string? HeadManifestSha256 { get; init; }

    /// <summary>The slot whose export runs; absent when none does.</summary>
    public ScheduleRunAnswer? Running { get; init; }

    /// <summary>What became of the last slot; absent before the first.</summary>
    public ScheduleResultAnswer? LastResult { get; init; }
}
