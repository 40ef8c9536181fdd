namespace Reporting.Exports.Workflow;

/// <summary>A part of a slice by the one execution of it that goes into the file.</summary>
public sealed record SlicePart(int Slice, int Part, string Attempt);
