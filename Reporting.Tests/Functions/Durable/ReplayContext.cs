using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Reporting.Exports.Workflow;
using Reporting.Functions.Durable;
using Reporting.Tests.Exports.Workflow;

namespace Reporting.Tests.Functions.Durable;

/// <summary>
/// What an orchestrator sees of a durable engine, for one replay: it asks for actions, and recorded events answer them one by one on
/// one thread. Retries are part of the orchestration, as in the SDK: a failed activity, a timer, the activity again.
/// </summary>
internal sealed class ReplayContext(string jobId, PumpContext pump, int replayed) : TaskOrchestrationContext
{
    private readonly Dictionary<int, TaskCompletionSource<string?>> _open = [];
    private readonly Dictionary<string, TaskCompletionSource<string?>> _waiters = new(StringComparer.OrdinalIgnoreCase);
    private int _fed;

    public List<DurableAction> Actions { get; } = [];

    public string? CustomStatus { get; private set; }

    public override TaskName Name => "RunExport";

    public override string InstanceId => ExportInstances.IdOf(jobId);

    public override ParentOrchestrationInstance? Parent => null;

    public override DateTime CurrentUtcDateTime => DateTime.UnixEpoch;

    public override bool IsReplaying => _fed <= replayed;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public void Feed(DurableEvent item) => pump.Run(() =>
    {
        _fed++;
        if (item.Kind == "raised")
        {
            _waiters[ExportInstances.CancelEvent].TrySetResult(item.Payload);
        }
        else if (item.Kind == "failed")
        {
            var details = new TaskFailureDetails(item.ErrorType!, item.Error!, null, null, null);
            _open[item.Id].SetException(new TaskFailedException(Actions[item.Id].Name, item.Id, details));
        }
        else
        {
            _open[item.Id].SetResult(item.Payload);
        }
    });

    public override T? GetInput<T>()
        where T : default => (T)(object)jobId;

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        string payload = JsonSerializer.Serialize(input, WorkflowJson.Options);
        RetryPolicy? policy = options?.Retry?.Policy;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                string? result = await AskAsync("activity", name, payload);
                return result is null ? default! : JsonSerializer.Deserialize<TResult>(result, WorkflowJson.Options)!;
            }
            catch (TaskFailedException exception) when (policy?.Handler?.Invoke(exception.FailureDetails) == true && attempt < policy.MaxNumberOfAttempts)
            {
                await AskAsync("timer", "", null);
            }
        }
    }

    public override async Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        Assert.True(_waiters.TryAdd(eventName, new TaskCompletionSource<string?>()), "A second waiter can take the event from the first.");
        return JsonSerializer.Deserialize<T>((await _waiters[eventName].Task)!, WorkflowJson.Options)!;
    }

    public override void SetCustomStatus(object? customStatus) => CustomStatus = JsonSerializer.Serialize(customStatus, WorkflowJson.Options);

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) => AskAsync("timer", "", null);

    public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException();

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        throw new NotSupportedException();

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => throw new NotSupportedException();

    public override Guid NewGuid() => throw new NotSupportedException();

    private Task<string?> AskAsync(string kind, string name, string? payload)
    {
        Assert.True(SynchronizationContext.Current == pump, "The orchestration left its thread.");
        var source = new TaskCompletionSource<string?>();
        _open.Add(Actions.Count, source);
        Actions.Add(new DurableAction(Actions.Count, kind, name, payload));
        return source.Task;
    }
}
