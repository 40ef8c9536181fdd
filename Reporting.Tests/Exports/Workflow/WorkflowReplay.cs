using System.Text.Json;
using Reporting.Exports.Workflow;

namespace Reporting.Tests.Exports.Workflow;

/// <summary>
/// Runs the export workflow over recorded events, one at a time, on one thread, as a durable engine replays it. Feed it and look at
/// <see cref="Calls"/>.
/// </summary>
internal sealed class WorkflowReplay : IExportSteps, IExportSignals
{
    private readonly PumpContext _pump = new();
    private readonly List<Action<string?, string?>> _answers = [];
    private readonly TaskCompletionSource _cancel = new();

    public WorkflowReplay(string jobId) => _pump.Run(() => Outcome = ExportWorkflow.RunAsync(jobId, this, this));

    /// <summary>Each call as <c>step {payload as JSON}</c>, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>The payloads of the calls.</summary>
    public List<object> Requests { get; } = [];

    public ExportProgress? Progress { get; private set; }

    public Task<ExportOutcome> Outcome { get; private set; } = null!;

    public Task CancelRequested => _cancel.Task;

    /// <summary>Runs a new workflow over the first <paramref name="count"/> events of a history.</summary>
    public static WorkflowReplay OfPrefix(WorkflowHistory history, int count)
    {
        var replay = new WorkflowReplay(history.JobId);
        foreach (HistoryEvent item in history.Events.Take(count))
        {
            replay.Feed(item);
        }

        return replay;
    }

    public void Feed(HistoryEvent item) => _pump.Run(() =>
    {
        if (item.Call < 0)
        {
            _cancel.TrySetResult();
        }
        else
        {
            _answers[item.Call](item.Result, item.Failure);
        }
    });

    public void Report(ExportProgress progress) => Progress = progress;

    public Task<ExportPlan> PlanAsync(PlanRequest request) => CallAsync<ExportPlan>("plan", request);

    public Task<SliceResult> ExportSliceAsync(SliceRequest request) => CallAsync<SliceResult>("slice", request);

    public Task<ExportFile> CommitAsync(CommitRequest request) => CallAsync<ExportFile>("commit", request);

    public Task FinishAsync(FinishRequest request) => CallAsync<object?>("finish", request);

    private Task<T> CallAsync<T>(string step, object request)
    {
        Assert.True(SynchronizationContext.Current == _pump, "The workflow left the orchestrator's thread.");
        Calls.Add(step + " " + JsonSerializer.Serialize(request));
        Requests.Add(request);
        var source = new TaskCompletionSource<T>();
        _answers.Add((result, failure) =>
        {
            if (failure is not null)
            {
                source.SetException(new InvalidOperationException(failure));
            }
            else
            {
                source.SetResult(result is null ? default! : JsonSerializer.Deserialize<T>(result)!);
            }
        });
        return source.Task;
    }
}
