using Reporting.Exports.Workflow;

namespace Reporting.Exports.Jobs;

/// <summary>What the reaper found odd about a running job at an earlier look. It stands in the job's row, so that it outlives the process that looked.</summary>
/// <param name="Engine">What the engine said of the job then; <see cref="RunnerState.Running"/> stands for silence.</param>
/// <param name="At">When, UTC.</param>
public sealed record ExportSuspicion(RunnerState Engine, DateTimeOffset At);
