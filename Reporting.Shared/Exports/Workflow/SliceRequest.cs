namespace Reporting.Exports.Workflow;

/// <summary>Payload of the slice step.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Slice">Number of the slice in the plan, from 0.</param>
/// <param name="Part">0, and one more each time the slice goes on from a cursor.</param>
/// <param name="Cursor">The key after which to go on, or null for the slice's beginning.</param>
/// <param name="Limit">At most so many rows; 0 for no limit.</param>
/// <param name="PreviousAttempt">The execution of the part before that counts, or null for part 0: kept in the part's row, so that the last part leads back to the first.</param>
public sealed record SliceRequest(string JobId, int Slice, int Part, string? Cursor, long Limit, string? PreviousAttempt = null);
