namespace Reporting.Exports.Workflow;

/// <summary>Payload of the commit step: the parts of the file, in order.</summary>
public sealed record CommitRequest(string JobId, IReadOnlyList<SlicePart> Parts);
