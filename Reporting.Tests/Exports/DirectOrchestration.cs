using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Reporting.Exports.Slices;
using Reporting.Exports.Workflow;

namespace Reporting.Tests.Exports;

/// <summary>The orchestration's context without an engine: activities run at once in this process, waits take no time, and nothing is recorded.</summary>
internal sealed class DirectOrchestration(string jobId, Func<object, Task<object?>> run, Task? cancelRequested) : TaskOrchestrationContext
{
    public override TaskName Name => ExportOrchestrator.Name;

    public override string InstanceId => ExportOrchestrator.InstanceIdOf(jobId);

    public override ParentOrchestrationInstance? Parent => null;

    public override DateTime CurrentUtcDateTime => DateTime.UnixEpoch;

    public override bool IsReplaying => false;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    /// <summary>Runs an export to its end; <paramref name="run"/> runs the activity that takes a request.</summary>
    public static Task<ExportOutcome> RunAsync(ExportOrchestrator orchestrator, string jobId, Func<object, Task<object?>> run, Task? cancelRequested = null) =>
        orchestrator.RunAsync(new DirectOrchestration(jobId, run, cancelRequested), jobId);

    /// <summary>The real activities by their requests.</summary>
    public static Func<object, Task<object?>> Of(ExportActivities activities, CancellationToken cancellationToken) => async request =>
    {
        switch (request)
        {
            case PlanRequest plan:
                return await activities.PlanAsync(plan, cancellationToken);
            case SliceRequest slice:
                return await activities.ExportSliceAsync(slice, cancellationToken);
            case CommitRequest commit:
                return await activities.CommitAsync(commit, cancellationToken);
            default:
                await activities.FinishAsync((FinishRequest)request, cancellationToken);
                return null;
        }
    };

    public override T? GetInput<T>()
        where T : default => (T)(object)jobId;

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        try
        {
            return (TResult)(await run(input!))!;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new TaskFailedException(name, 0, exception);
        }
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) => Task.CompletedTask;

    public override async Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        await (cancelRequested ?? new TaskCompletionSource().Task);
        return (T)(object)jobId;
    }

    public override void SetCustomStatus(object? customStatus)
    {
    }

    public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException();

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) => throw new NotSupportedException();

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => throw new NotSupportedException();

    public override Guid NewGuid() => throw new NotSupportedException();
}
