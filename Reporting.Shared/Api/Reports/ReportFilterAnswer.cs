namespace Reporting.Api.Reports;

/// <summary>A filter of a report.</summary>
/// <param name="Name">Its name in requests.</param>
/// <param name="Column">The column it looks at.</param>
/// <param name="Description">What it means.</param>
/// <param name="Values">The only values there are; absent when any text will do.</param>
public sealed record ReportFilterAnswer(string Name, string Column, string Description, IReadOnlyList<string>? Values);
