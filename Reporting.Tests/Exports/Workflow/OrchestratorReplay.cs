using DurableTask.Core;
using DurableTask.Core.Command;
using DurableTask.Core.History;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Shims;
using Reporting.Exports.Slices;
using Reporting.Exports.Workflow;
using Reporting.Telemetry;

namespace Reporting.Tests.Exports.Workflow;

/// <summary>
/// The orchestrator on the framework's own executor, driven as the dispatchers of both hosts drive it: with each event it runs again from its start
/// over the history, and what it asks for is recorded. The executor ends a run that asks for something else than is recorded as failed.
/// </summary>
internal sealed class OrchestratorReplay
{
    private const string JobId = "job";

    private readonly DurableTaskShimFactory _shims = new(new DurableTaskWorkerOptions { DataConverter = new JsonDataConverter(WorkflowJson.Options) });
    private readonly ReportingMeter _meter;
    private readonly List<OrchestratorAction> _actions = [];
    private IList<HistoryEvent> _history = [];

    public OrchestratorReplay(ReportingMeter meter, params IEnumerable<HistoryEvent> events)
    {
        _meter = meter;
        var instance = new OrchestrationInstance { InstanceId = ExportOrchestrator.InstanceIdOf(JobId), ExecutionId = "1" };
        Take(new ExecutionStartedEvent(-1, JsonSerializer.Serialize(JobId)) { Name = ExportOrchestrator.Name, Version = "", OrchestrationInstance = instance });
        foreach (HistoryEvent item in events)
        {
            Take(item);
        }
    }

    public OrchestratorReplay(params IEnumerable<HistoryEvent> events)
        : this(new ReportingMeter(new FakeMeterFactory()), events)
    {
    }

    /// <summary>The activities and timers asked for; their ids are their places.</summary>
    public IReadOnlyList<OrchestratorAction> Actions => _actions;

    public IEnumerable<CreateTimerOrchestratorAction> Timers => _actions.OfType<CreateTimerOrchestratorAction>();

    /// <summary>The payloads of the activities asked for.</summary>
    public IReadOnlyList<object> Requests => [.. _actions.OfType<ScheduleTaskOrchestratorAction>().Select(RequestOf)];

    /// <summary>How long the timers were to wait, in the order of the asking.</summary>
    public IEnumerable<TimeSpan> Waits => Timers.Select(timer => timer.FireAt - DateTime.UnixEpoch);

    /// <summary>The orchestrator's result as JSON, or the type of what it threw; null while it runs.</summary>
    public string? Outcome { get; private set; }

    /// <summary>The last custom status as JSON.</summary>
    public string? CustomStatus { get; private set; }

    /// <summary>Runs the orchestrator once more, with events that came in since, all in one message.</summary>
    public void Take(params IEnumerable<HistoryEvent> news)
    {
        Assert.Null(Outcome);
        var state = new OrchestrationRuntimeState(_history);
        state.AddEvent(new OrchestratorStartedEvent(-1) { Timestamp = DateTime.UnixEpoch });
        foreach (HistoryEvent item in news)
        {
            state.AddEvent(item);
        }

        TaskOrchestration shim = _shims.CreateOrchestration(ExportOrchestrator.Name, new ExportOrchestrator(_meter));
        OrchestratorExecutionResult result = new TaskOrchestrationExecutor(state, shim, BehaviorOnContinueAsNew.Carryover, ErrorPropagationMode.UseFailureDetails).Execute();
        CustomStatus = result.CustomStatus;
        foreach (OrchestratorAction action in result.Actions)
        {
            Record(state, action);
        }

        state.AddEvent(new OrchestratorCompletedEvent(-1));
        _history = [.. state.Events];
    }

    public static HistoryEvent Completed(int action, object? result) => new TaskCompletedEvent(-1, action, result is null ? null : JsonSerializer.Serialize(result, WorkflowJson.Options));

    public static HistoryEvent Failed(int action, Exception exception) => new TaskFailedEvent(-1, action, exception.Message, null, new FailureDetails(exception));

    public static HistoryEvent Fired(int timer) => new TimerFiredEvent(-1, DateTime.UnixEpoch) { TimerId = timer };

    /// <summary>A user asks to cancel.</summary>
    public static HistoryEvent Cancel() => new EventRaisedEvent(-1, JsonSerializer.Serialize(JobId)) { Name = ExportOrchestrator.CancelEvent };

    /// <summary>The payload of an activity; the framework writes it as the only argument in a list.</summary>
    public static object RequestOf(ScheduleTaskOrchestratorAction action)
    {
        Type type = action.Name switch
        {
            ExportOrchestrator.PlanExport => typeof(PlanRequest),
            ExportOrchestrator.ExportSlice => typeof(SliceRequest),
            ExportOrchestrator.CommitExport => typeof(CommitRequest),
            ExportOrchestrator.FinishExport => typeof(FinishRequest),
            _ => throw new InvalidOperationException("There is no activity " + action.Name + "."),
        };
        using JsonDocument arguments = JsonDocument.Parse(action.Input!);
        return Assert.Single(arguments.RootElement.EnumerateArray()).Deserialize(type, WorkflowJson.Options)!;
    }

    private void Record(OrchestrationRuntimeState state, OrchestratorAction action)
    {
        switch (action)
        {
            case ScheduleTaskOrchestratorAction task:
                state.AddEvent(new TaskScheduledEvent(task.Id, task.Name!, task.Version, task.Input));
                break;
            case CreateTimerOrchestratorAction timer:
                state.AddEvent(new TimerCreatedEvent(timer.Id, timer.FireAt));
                break;
            case OrchestrationCompleteOrchestratorAction end:
                Outcome = end.OrchestrationStatus == OrchestrationStatus.Completed ? end.Result! : end.FailureDetails!.ErrorType;
                return;
            default:
                Assert.Fail($"The orchestrator asked for {action.OrchestratorActionType}.");
                break;
        }

        Assert.Equal(_actions.Count, action.Id);
        _actions.Add(action);
    }
}
