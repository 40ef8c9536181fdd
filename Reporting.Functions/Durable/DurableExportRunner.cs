using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Reporting.Exports;
using Reporting.Exports.Workflow;

namespace Reporting.Functions.Durable;

/// <summary>Starts, signals and looks up export orchestrations.</summary>
public sealed partial class DurableExportRunner(DurableClientSource clients, ILogger<DurableExportRunner> logger) : IExportRunner
{
    /// <inheritdoc/>
    public string Engine => "durable";

    /// <inheritdoc/>
    public async Task StartAsync(string jobId, CancellationToken cancellationToken)
    {
        try
        {
            await clients.Current.ScheduleNewOrchestrationInstanceAsync(ExportOrchestrator.Name, jobId, StartOnce(jobId), cancellationToken);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            AlreadyStarted(logger, jobId);
        }
    }

    /// <inheritdoc/>
    public async Task SignalCancelAsync(string jobId, CancellationToken cancellationToken)
    {
        try
        {
            await clients.Current.RaiseEventAsync(ExportOrchestrator.InstanceIdOf(jobId), ExportOrchestrator.CancelEvent, jobId, cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            NothingToCancel(logger, jobId, exception.StatusCode);
        }
    }

    /// <inheritdoc/>
    public async Task<RunnerStatus> GetStatusAsync(string jobId, CancellationToken cancellationToken) =>
        StatusOf(await clients.Current.GetInstanceAsync(ExportOrchestrator.InstanceIdOf(jobId), getInputsAndOutputs: false, cancellationToken));

    // Start unless an instance of this id is known in whatever state. Without the list the host silently replaces a finished
    // instance, and a job would run twice.
    private static StartOrchestrationOptions StartOnce(string jobId) =>
        new StartOrchestrationOptions(ExportOrchestrator.InstanceIdOf(jobId)).WithDedupeStatuses(
            OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended,
            OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated);

    // A state not known here counts as running: only a known end is one.
    private static RunnerStatus StatusOf(OrchestrationMetadata? instance) => instance?.RuntimeStatus switch
    {
        null => new RunnerStatus(RunnerState.Missing, null),
        OrchestrationRuntimeStatus.Completed => new RunnerStatus(RunnerState.Completed, instance.LastUpdatedAt),
        OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated => new RunnerStatus(RunnerState.Failed, instance.LastUpdatedAt),
        _ => new RunnerStatus(RunnerState.Running, instance.LastUpdatedAt),
    };

    [LoggerMessage(8001, LogLevel.Information, "Export {JobId} was started already")]
    private static partial void AlreadyStarted(ILogger logger, string jobId);

    [LoggerMessage(8002, LogLevel.Information, "Export {JobId} has no running instance to cancel ({Reason})")]
    private static partial void NothingToCancel(ILogger logger, string jobId, StatusCode reason);
}
