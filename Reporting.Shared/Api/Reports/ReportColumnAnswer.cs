namespace Reporting.Api.Reports;

/// <summary>A column of a report.</summary>
/// <param name="Name">Its name in requests and in JSON Lines.</param>
/// <param name="Header">Its CSV header.</param>
/// <param name="Kind"><c>text</c>, <c>number</c> or <c>time</c>.</param>
/// <param name="Description">What it means.</param>
/// <param name="IsDefault">Whether a file has it when no columns are asked for.</param>
public sealed record ReportColumnAnswer(string Name, string Header, string Kind, string Description, bool IsDefault);
