namespace Reporting.Exports.Workflow;

/// <summary>Payload of the commit step.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Slices">The last part of each slice, in order; their rows lead to the parts before, so the payload stays small however often a slice had to go on.</param>
public sealed record CommitRequest(string JobId, IReadOnlyList<SlicePart> Slices);
