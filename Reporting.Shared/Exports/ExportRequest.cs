using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Reporting.Reports.Definitions;

namespace Reporting.Exports;

/// <summary>An export as the API receives it; only the kinds of the fields are checked.</summary>
/// <example>{"report":"usage","format":"CSV","since":"2026-01-01T00:00:00Z"}</example>
public sealed record ExportInput
{
    /// <summary>Name of the report.</summary>
    [Required]
    [ReportNames]
    public string? Report { get; init; }

    /// <summary>Name of the format, one of the report's; its first one when absent.</summary>
    [FormatNames]
    public string? Format { get; init; }

    /// <summary>First event time, inclusive; null for everything there is.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>End of the event times, exclusive; null, or later than the request, for the time of the request; with <see cref="ChangedSince"/>, null for no end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only rows that changed since then, inclusive.</summary>
    public DateTimeOffset? ChangedSince { get; init; }

    /// <summary>Only rows that changed before then, exclusive; needs <see cref="ChangedSince"/>.</summary>
    public DateTimeOffset? ChangedUntil { get; init; }

    /// <summary>Column names in the order wanted; absent or empty for the report's default ones.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Filter name to values of which one must match.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Filters { get; init; }

    /// <summary>The oldest so many rows; absent or 0 for all.</summary>
    [Range(0, long.MaxValue)]
    public long? First { get; init; }

    /// <summary>How the file is compressed; <c>none</c> when absent.</summary>
    [AllowedValues("gzip", "none")]
    public string? Compression { get; init; }

    /// <summary>CSV: begin with a byte order mark.</summary>
    public bool Bom { get; init; }

    /// <summary>CSV: put <c>'</c> before text that a spreadsheet would run as a formula.</summary>
    public bool SpreadsheetSafe { get; init; }
}

/// <summary>What to export, checked and complete: names exist, the range is fixed, defaults are filled in. Stored with the job.</summary>
public sealed record ExportRequest
{
    /// <summary>Name of the report.</summary>
    public required string Report { get; init; }

    /// <summary>Name of the format.</summary>
    public required string Format { get; init; }

    /// <summary>First event time, inclusive, UTC; the beginning of time when nothing was asked.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>End of the event times, exclusive, UTC; never later than the request, unless only changes are wanted.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Only rows changed since then (inclusive, UTC), up to the watermark; null for all.</summary>
    public DateTimeOffset? ChangedSince { get; init; }

    /// <summary>Only rows changed before then (exclusive, UTC; cut to the watermark); null for the watermark.</summary>
    public DateTimeOffset? ChangedUntil { get; init; }

    /// <summary>Column names in the order asked; empty for the report's default ones.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The report's schema version at the time of the request, by which the default columns are those of then; null in jobs of versions that did not keep it: 1.</summary>
    public int? SchemaVersion { get; init; }

    /// <summary>Filter name to values; one of the values must match, every filter must.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Filters { get; init; } =
        new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>The oldest so many rows; 0 for all.</summary>
    public long First { get; init; }

    /// <summary>Whether the file is gzip-compressed.</summary>
    public bool Gzip { get; init; }

    /// <summary>CSV: begin with a byte order mark.</summary>
    public bool Bom { get; init; }

    /// <summary>CSV: make text harmless for spreadsheets.</summary>
    public bool SpreadsheetSafe { get; init; }
}

/// <summary>JSON of requests as they are stored, generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExportRequest))]
[JsonSerializable(typeof(ExportInput))]
internal sealed partial class ExportsJson : JsonSerializerContext;
