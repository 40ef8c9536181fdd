namespace Reporting.Api.Reports;

/// <summary>The catalogue of reports.</summary>
/// <param name="Items">The reports.</param>
public sealed record ReportListAnswer(IReadOnlyList<ReportAnswer> Items);
