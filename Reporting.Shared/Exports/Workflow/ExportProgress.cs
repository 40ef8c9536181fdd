namespace Reporting.Exports.Workflow;

/// <summary>How far a workflow is.</summary>
public sealed record ExportProgress(int SlicesDone, int SliceCount, long Rows, long EstimatedRows);
