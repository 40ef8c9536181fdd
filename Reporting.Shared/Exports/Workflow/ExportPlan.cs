namespace Reporting.Exports.Workflow;

/// <summary>Result of the plan step. The plan itself is a blob; the workflow sees numbers only.</summary>
/// <param name="SliceCount">Slices, 1 to 96.</param>
/// <param name="Window">How many slices run at a time, at least 1.</param>
/// <param name="First">The oldest so many rows; 0 for all.</param>
/// <param name="EstimatedRows">Rows expected, for progress.</param>
/// <param name="Canceled">True when the job was cancelled before it was planned.</param>
public sealed record ExportPlan(int SliceCount, int Window, long First, long EstimatedRows, bool Canceled = false);
