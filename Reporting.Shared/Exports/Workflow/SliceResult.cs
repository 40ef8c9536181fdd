namespace Reporting.Exports.Workflow;

/// <summary>Result of the slice step: which execution counts. Its hashes and times stand in the table <c>exportslices</c>.</summary>
/// <param name="Slice">Number of the slice.</param>
/// <param name="Part">Number of the part.</param>
/// <param name="Attempt">16 lower-case hex digits drawn inside the execution.</param>
/// <param name="Rows">Rows written.</param>
/// <param name="Bytes">Bytes staged.</param>
/// <param name="Cursor">Where the next part goes on, or null when the slice (or its limit) is done.</param>
/// <param name="Canceled">True when the execution stopped because the job is cancelled or has ended; the part is not whole then.</param>
public sealed record SliceResult(int Slice, int Part, string Attempt, long Rows, long Bytes, string? Cursor, bool Canceled = false);
