using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Reporting.Exports.Workflow;

namespace Reporting.Functions.Durable;

/// <summary>Starts, signals and looks up export orchestrations.</summary>
public sealed class DurableExportRunner(DurableClientSource clients, ILogger<DurableExportRunner> logger) : IExportRunner
{
    /// <inheritdoc/>
    public string Engine => "durable";

    /// <inheritdoc/>
    public async Task StartAsync(string jobId, CancellationToken cancellationToken)
    {
        try
        {
            await clients.Current.ScheduleNewOrchestrationInstanceAsync(nameof(ExportOrchestrator.RunExport), jobId, ExportInstances.StartOnce(jobId), cancellationToken);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            DurableLog.AlreadyStarted(logger, jobId);
        }
    }

    /// <inheritdoc/>
    public async Task SignalCancelAsync(string jobId, CancellationToken cancellationToken)
    {
        try
        {
            await clients.Current.RaiseEventAsync(ExportInstances.IdOf(jobId), ExportInstances.CancelEvent, jobId, cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            DurableLog.NothingToCancel(logger, jobId, exception.StatusCode);
        }
    }

    /// <inheritdoc/>
    public async Task<RunnerStatus> GetStatusAsync(string jobId, CancellationToken cancellationToken) =>
        ExportInstances.StatusOf(await clients.Current.GetInstanceAsync(ExportInstances.IdOf(jobId), getInputsAndOutputs: false, cancellationToken));
}
