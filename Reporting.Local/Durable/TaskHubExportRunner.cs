using DurableTask.Core;
using Reporting.Exports;
using Reporting.Exports.Workflow;

namespace Reporting.Local.Durable;

/// <summary>Starts, signals and looks up export orchestrations of the task hub.</summary>
internal sealed class TaskHubExportRunner(TaskHubClient client) : IExportRunner
{
    // Start unless an instance of this id is known in whatever state, so that a job never runs twice.
    private static readonly OrchestrationStatus[] Known =
    [
        OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.Suspended, OrchestrationStatus.ContinuedAsNew,
        OrchestrationStatus.Completed,
        OrchestrationStatus.Failed, OrchestrationStatus.Canceled, OrchestrationStatus.Terminated,
    ];

    public string Engine => "local";

    public Task StartAsync(string jobId, CancellationToken cancellationToken) =>
        client.CreateOrchestrationInstanceAsync(ExportOrchestrator.Name, "", ExportOrchestrator.InstanceIdOf(jobId), jobId, tags: null, dedupeStatuses: Known).WaitAsync(cancellationToken);

    /// <summary>An instance that has ended, or was never there, takes no notice.</summary>
    public Task SignalCancelAsync(string jobId, CancellationToken cancellationToken) =>
        client.RaiseEventAsync(new OrchestrationInstance { InstanceId = ExportOrchestrator.InstanceIdOf(jobId) }, ExportOrchestrator.CancelEvent, jobId).WaitAsync(cancellationToken);

    public async Task<RunnerStatus> GetStatusAsync(string jobId, CancellationToken cancellationToken)
    {
        OrchestrationState? instance = await client.GetOrchestrationStateAsync(
            ExportOrchestrator.InstanceIdOf(jobId)).WaitAsync(cancellationToken);
        return instance?.OrchestrationStatus switch
        {
            null => new RunnerStatus(RunnerState.Missing, null),
            OrchestrationStatus.Completed => new RunnerStatus(RunnerState.Completed, LastUpdatedAt(instance)),
            OrchestrationStatus.Failed or OrchestrationStatus.Canceled or OrchestrationStatus.Terminated =>
                new RunnerStatus(RunnerState.Failed, LastUpdatedAt(instance)),
            _ => new RunnerStatus(RunnerState.Running, LastUpdatedAt(instance)),
        };
    }

    private static DateTimeOffset LastUpdatedAt(OrchestrationState instance) =>
        new(DateTime.SpecifyKind(instance.LastUpdatedTime, DateTimeKind.Utc));
}
