using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
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
        StartOrchestrationOptions options = ExportInstances.StartOnce(jobId);
        try
        {
            await clients.Current.ScheduleNewOrchestrationInstanceAsync(nameof(ExportOrchestrator.RunExport), jobId, options, cancellationToken);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            DurableLog.AlreadyStarted(logger, jobId);
        }
    }

    /// <inheritdoc/>
    public async Task SignalCancelAsync(string jobId, CancellationToken cancellationToken)
    {
        string instance = ExportInstances.IdOf(jobId);
        try
        {
            await clients.Current.RaiseEventAsync(instance, ExportInstances.CancelEvent, jobId, cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            DurableLog.NothingToCancel(logger, jobId, exception.StatusCode);
        }
    }

    /// <inheritdoc/>
    public async Task<RunnerStatus> GetStatusAsync(string jobId, CancellationToken cancellationToken)
    {
        string instance = ExportInstances.IdOf(jobId);
        OrchestrationMetadata? found = await clients.Current.GetInstanceAsync(instance, getInputsAndOutputs: false, cancellationToken);
        return ExportInstances.StatusOf(found);
    }
}
