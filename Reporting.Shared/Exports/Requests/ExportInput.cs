namespace Reporting.Exports;

/// <summary>What somebody asks to export, as it comes from the API; only the kinds of the fields are checked.</summary>
public sealed record ExportInput
{
    /// <summary>Name of the report; required.</summary>
    public string? Report { get; init; }

    /// <summary>Name of the format; the report's first one when absent.</summary>
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
    public long? First { get; init; }

    /// <summary><c>gzip</c> or <c>none</c>; none when absent.</summary>
    public string? Compression { get; init; }

    /// <summary>CSV: begin with a byte order mark.</summary>
    public bool Bom { get; init; }

    /// <summary>CSV: make text harmless for spreadsheets.</summary>
    public bool SpreadsheetSafe { get; init; }
}
