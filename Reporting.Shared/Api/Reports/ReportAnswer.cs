namespace Reporting.Api.Reports;

/// <summary>A report and what can be chosen about it.</summary>
/// <param name="Name">Its name in requests.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Description">What one row is.</param>
/// <param name="SchemaVersion">Version of its columns.</param>
/// <param name="TimeColumn">The column by which rows are ordered and <c>since</c> and <c>until</c> are meant.</param>
/// <param name="Formats">Formats, the default first.</param>
/// <param name="Columns">Every column, the default ones first.</param>
/// <param name="Filters">Filters.</param>
public sealed record ReportAnswer(
    string Name, string Title, string Description, int SchemaVersion, string TimeColumn, IReadOnlyList<string> Formats,
    IReadOnlyList<ReportColumnAnswer> Columns, IReadOnlyList<ReportFilterAnswer> Filters);
