using Reporting.Rows;

namespace Reporting.Reports;

/// <summary>A column that a report can have.</summary>
/// <param name="Name">The record's name (<c>userId</c>).</param>
/// <param name="Header">The CSV header (<c>User</c>); the name unless the report says otherwise.</param>
/// <param name="Kind">What its cells hold.</param>
/// <param name="Description">What it means, with its unit.</param>
public sealed record ReportColumn(string Name, string Header, CellKind Kind, string Description)
{
    /// <summary>The report's schema version that brought it: exports that began under an earlier one end without it.</summary>
    public int SinceVersion { get; init; } = 1;
}
