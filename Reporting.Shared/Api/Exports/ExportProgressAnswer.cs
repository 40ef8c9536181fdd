namespace Reporting.Api.Exports;

/// <summary>How far an export is.</summary>
/// <param name="Rows">Rows written so far.</param>
/// <param name="EstimatedRows">Rows expected; an estimate.</param>
/// <param name="SlicesDone">Slices that are whole.</param>
/// <param name="SliceCount">Slices of the plan; 0 until it is planned.</param>
/// <param name="Percent">Whole percent from 0 to 100; below 100 until it is SUCCESSFUL. Absent until it is planned.</param>
public sealed record ExportProgressAnswer(long Rows, long EstimatedRows, int SlicesDone, int SliceCount, int? Percent);
