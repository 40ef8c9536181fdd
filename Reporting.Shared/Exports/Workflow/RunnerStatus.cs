namespace Reporting.Exports.Workflow;

/// <summary>What an engine knows of a workflow.</summary>
/// <param name="State">Its state.</param>
/// <param name="LastUpdatedAt">When the engine last heard of it, UTC; null when it does not know it.</param>
public sealed record RunnerStatus(RunnerState State, DateTimeOffset? LastUpdatedAt);
