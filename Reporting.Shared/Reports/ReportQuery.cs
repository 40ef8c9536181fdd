namespace Reporting.Reports;

/// <summary>A report's rows as somebody wants them.</summary>
public sealed record ReportQuery
{
    /// <summary>The report.</summary>
    public required ReportDefinition Report { get; init; }

    /// <summary>The columns the caller needs; the source may add others for its own use.</summary>
    public required IReadOnlyList<ReportColumn> Columns { get; init; }

    /// <summary>Filter name to the values of which one must match; filters are joined by AND.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Filters { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Only rows that changed (<c>changedAt</c>) in this range, or null for all.</summary>
    public ChangedRange? Changed { get; init; }
}
