using DurableTask.AzureStorage;
using DurableTask.Core;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Shims;
using Reporting.Exports.Slices;
using Reporting.Exports.Workflow;

namespace Reporting.Local.Durable;

/// <summary>
/// Runs the export orchestration and its activities in this process. Several processes on one hub share the activities; the orchestrations are run by
/// the one that holds the lease of the hub's partition.
/// </summary>
internal sealed partial class TaskHubWorkerService(
    AzureStorageOrchestrationService service, ExportOrchestrator orchestrator, ExportActivities activities, AbandonedHub hub,
    TimeProvider time, ILoggerFactory loggers,
    ILogger<TaskHubWorkerService> logger) : IHostedService, IDisposable
{
    /// <summary>The framework waits up to ten minutes for a storage that does not respond; a lease that is not given back runs out in seconds.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _stopping = new();
    private TaskHubWorker? _worker;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var options = new DurableTaskWorkerOptions { DataConverter = new JsonDataConverter(WorkflowJson.Options) };
        var orchestrations = new DurableTaskShimFactory(options, loggers);
        var shims = new DurableTaskShimFactory(options); // Without the framework's logging of failures: this class does it, with the export's id.
        _worker = new TaskHubWorker(service, loggers) { ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails };
        _worker.AddTaskOrchestrations(new Creator<TaskOrchestration>(ExportOrchestrator.Name, () => orchestrations.CreateOrchestration(ExportOrchestrator.Name, orchestrator)));
        _worker.AddTaskActivities(
            Activity<PlanRequest, ExportPlan>(ExportOrchestrator.PlanExport, activities.PlanAsync),
            Activity<SliceRequest, SliceResult>(ExportOrchestrator.ExportSlice, activities.ExportSliceAsync),
            Activity<CommitRequest, ExportFile>(ExportOrchestrator.CommitExport, activities.CommitAsync),
            Activity<FinishRequest, object>(ExportOrchestrator.FinishExport, async (request, stopping) =>
            {
                await activities.FinishAsync(request, stopping);
                return null!;
            }));
        await _worker.StartAsync();

        Creator<TaskActivity> Activity<TRequest, TResult>(string name, Func<TRequest, CancellationToken, Task<TResult>> run)
            where TRequest : class
        {
            TaskActivity shim = shims.CreateActivity<TRequest, TResult>(
                name, async (context, request) => await RunAsync(name, context.InstanceId, run, request!));
            return new Creator<TaskActivity>(name, () => shim);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (_worker is { } worker)
        {
            try
            {
                await worker.StopAsync().WaitAsync(StopTimeout, time, cancellationToken);
            }
            catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
            {
                hub.Abandon();
                NotStopped(logger);
            }
        }
    }

    public void Dispose()
    {
        _worker?.Dispose();
        _stopping.Dispose();
    }

    // A stopped activity gives its message back, so that the next process runs it again at once and no attempt is counted.
    private async Task<TResult> RunAsync<TRequest, TResult>(
        string activity, string instance, Func<TRequest, CancellationToken, Task<TResult>> run, TRequest request)
    {
        try
        {
            return await run(request, _stopping.Token).WaitAsync(_stopping.Token);
        }
        catch (Exception exception) when (_stopping.IsCancellationRequested)
        {
            throw new SessionAbortedException("The host is stopping.", exception);
        }
        catch (Exception exception)
        {
            ActivityFailed(logger, activity, instance, exception);
            throw;
        }
    }

    [LoggerMessage(EventId = 7001, Level = LogLevel.Warning, Message = "Activity {Activity} of {InstanceId} failed")]
    private static partial void ActivityFailed(ILogger logger, string activity, string instanceId, Exception exception);

    [LoggerMessage(EventId = 7002, Level = LogLevel.Warning, Message = "The task hub did not take the lease back in time; it runs out by itself")]
    private static partial void NotStopped(ILogger logger);

    private sealed class Creator<T> : ObjectCreator<T>
    {
        private readonly Func<T> _create;

        public Creator(string name, Func<T> create)
        {
            (Name, Version, _create) = (name, "", create);
        }

        public override T Create() => _create();
    }
}
