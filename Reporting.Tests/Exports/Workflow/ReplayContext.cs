using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Reporting.Exports.Workflow;

namespace Reporting.Tests.Exports.Workflow;

/// <summary>
/// What an orchestrator sees of a durable engine, for one replay: it asks for actions, and recorded events answer them one by one on
/// one thread. As in the SDK, a timer whose token is cancelled is open no more.
/// </summary>
internal sealed class ReplayContext(string jobId, PumpContext pump, int replayed) : TaskOrchestrationContext
{
    private readonly Dictionary<int, TaskCompletionSource<string?>> _open = [];
    private readonly Dictionary<string, TaskCompletionSource<string?>> _waiters = new(StringComparer.OrdinalIgnoreCase);
    private int _fed;

    public List<DurableAction> Actions { get; } = [];

    /// <summary>How long the timers were to wait, in the order of the asking.</summary>
    public List<TimeSpan> Waits { get; } = [];

    /// <summary>Timers that have neither fired nor been cancelled: while there is one, the engine lets the instance run.</summary>
    public int OpenTimers => Actions.Count(action => action.Kind == "timer" && !_open[action.Id].Task.IsCompleted);

    public string? CustomStatus { get; private set; }

    public override TaskName Name => "RunExport";

    public override string InstanceId => ExportOrchestrator.InstanceIdOf(jobId);

    public override ParentOrchestrationInstance? Parent => null;

    public override DateTime CurrentUtcDateTime => DateTime.UnixEpoch;

    public override bool IsReplaying => _fed <= replayed;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public void Feed(DurableEvent item) => pump.Run(() =>
    {
        _fed++;
        if (item.Kind == "raised")
        {
            _waiters[ExportOrchestrator.CancelEvent].TrySetResult(item.Payload);
        }
        else if (item.Kind == "failed")
        {
            var details = new TaskFailureDetails(item.ErrorType!, item.Error!, null, null, null);
            _open[item.Id].SetException(new TaskFailedException(Actions[item.Id].Name, item.Id, details));
        }
        else
        {
            _open[item.Id].TrySetResult(item.Payload); // A timer may be cancelled by now; the engine passes over what comes then.
        }
    });

    public override T? GetInput<T>()
        where T : default => (T)(object)jobId;

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        Assert.Null(options); // The app tries steps again by itself.
        string? result = await AskAsync("activity", name, JsonSerializer.Serialize(input, WorkflowJson.Options));
        return result is null ? default! : JsonSerializer.Deserialize<TResult>(result, WorkflowJson.Options)!;
    }

    public override async Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        Assert.True(_waiters.TryAdd(eventName, new TaskCompletionSource<string?>()), "A second waiter can take the event from the first.");
        return JsonSerializer.Deserialize<T>((await _waiters[eventName].Task)!, WorkflowJson.Options)!;
    }

    public override void SetCustomStatus(object? customStatus) => CustomStatus = JsonSerializer.Serialize(customStatus, WorkflowJson.Options);

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        Waits.Add(fireAt - CurrentUtcDateTime);
        Task<string?> timer = AskAsync("timer", "", null);
        TaskCompletionSource<string?> source = _open[Actions.Count - 1];
        cancellationToken.Register(() => source.TrySetCanceled());
        return timer;
    }

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
