namespace Reporting.Activity.Retention;

/// <summary>Where a sweep stopped.</summary>
/// <param name="Part">Name of the part that was being swept.</param>
/// <param name="From">The PartitionKey to go on from.</param>
internal sealed record SweepPosition(string Part, string From);
