using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Reporting.Exports.Workflow;

namespace Reporting.Functions.Durable;

/// <summary>How a job and its orchestration instance belong together.</summary>
public static class ExportInstances
{
    /// <summary>The event that asks a running export to stop; its payload is the job's id, its type is text everywhere.</summary>
    public const string CancelEvent = "cancel";

    /// <summary>The instance of a job. The same job always has the same one, which is what makes starting it twice harmless.</summary>
    public static string IdOf(string jobId) => "export-" + jobId;

    /// <summary>
    /// Start unless an instance of this id is known in whatever state. Without the list the host silently replaces a finished
    /// instance, and a job would run twice.
    /// </summary>
    public static StartOrchestrationOptions StartOnce(string jobId) =>
        new StartOrchestrationOptions(IdOf(jobId)).WithDedupeStatuses(
            OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended,
            OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated);

    /// <summary>The instance's state in the engine's terms. A state not known here counts as running: only a known end is one.</summary>
    public static RunnerStatus StatusOf(OrchestrationMetadata? instance) => instance?.RuntimeStatus switch
    {
        null => new RunnerStatus(RunnerState.Missing, null),
        OrchestrationRuntimeStatus.Completed => new RunnerStatus(RunnerState.Completed, instance.LastUpdatedAt),
        OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated => new RunnerStatus(RunnerState.Failed, instance.LastUpdatedAt),
        _ => new RunnerStatus(RunnerState.Running, instance.LastUpdatedAt),
    };
}
