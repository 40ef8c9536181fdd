using System.Text.Json.Serialization;

namespace Reporting.Schedules;

/// <summary>What is delivered, and when: validated, with the catalogue's names. Stored with the schedule.</summary>
public sealed record ScheduleDefinition
{
    /// <summary>Name of the report.</summary>
    public required string Report { get; init; }

    /// <summary>Name of the format.</summary>
    public required string Format { get; init; }

    /// <summary>Column names in the order wanted; empty for the report's default ones.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Filter name to values of which one must match.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Filters { get; init; } =
        new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Whether the files are gzip-compressed.</summary>
    public bool Gzip { get; init; }

    /// <summary>CSV: begin with a byte order mark.</summary>
    public bool Bom { get; init; }

    /// <summary>CSV: make text harmless for spreadsheets.</summary>
    public bool SpreadsheetSafe { get; init; }

    /// <summary>When it is due: a cron expression of five fields.</summary>
    public required string Cron { get; init; }

    /// <summary>Name of the tz database for the zone in which <see cref="Cron"/> is read.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Over which time the windows run.</summary>
    public ScheduleOver Over { get; init; }

    /// <summary>Minutes by which a window ends before its slot; 1 to 1440, and not less than <c>Ingest:MaxWriteSeconds</c>.</summary>
    public required int LagMinutes { get; init; }

    /// <summary>Whether no slot is due until it is resumed.</summary>
    public bool IsPaused { get; init; }
}

/// <summary>JSON of what this folder stores, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ScheduleDefinition))]
[JsonSerializable(typeof(SlotWork))]
[JsonSerializable(typeof(SlotResult))]
internal sealed partial class SchedulesJson : JsonSerializerContext;
