namespace Reporting.Api.Exports;

/// <summary>A page of exports.</summary>
/// <param name="Items">The exports, newest first, without links.</param>
/// <param name="Cursor">What to send as <c>after</c> for the next page; absent when there is none.</param>
public sealed record ExportListAnswer(IReadOnlyList<ExportAnswer> Items, string? Cursor);
