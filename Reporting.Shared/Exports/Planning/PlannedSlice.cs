using Reporting.Activity.Scanning;

namespace Reporting.Exports.Planning;

/// <summary>A slice of an export: what to read, in order.</summary>
/// <param name="Ranges">The keys, apart from each other and ascending. One range, except where only changed rows are wanted.</param>
/// <param name="EstimatedRows">About how many rows it has.</param>
public sealed record PlannedSlice(IReadOnlyList<KeyRange> Ranges, long EstimatedRows);
