namespace Reporting.Exports.Jobs;

/// <summary>A page of jobs, newest first.</summary>
/// <param name="Jobs">The jobs.</param>
/// <param name="ContinuationToken">What to ask the next page with, or null when there is none.</param>
public sealed record ExportPage(IReadOnlyList<ExportJob> Jobs, string? ContinuationToken);
