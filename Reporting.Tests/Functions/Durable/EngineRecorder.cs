using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Testing.Sidecar;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Shims;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Reporting.Exports.Slices;
using Reporting.Exports.Workflow;
using Reporting.Telemetry;
using Reporting.Tests.Exports.Workflow;
using JsonSerializer = Newtonsoft.Json.JsonSerializer;

namespace Reporting.Tests.Functions.Durable;

/// <summary>
/// The engine of both hosts (the Durable Task Framework's dispatchers) over a hub in memory: runs an export and keeps its history, and runs an
/// orchestrator again over a history that was kept, as the engine does when a release takes over.
/// </summary>
internal static class EngineRecorder
{
    private const string JobId = "job";

    private static readonly JsonSerializerSettings EventFormat = new() { TypeNameHandling = TypeNameHandling.Auto, ConstructorHandling = ConstructorHandling.AllowNonPublicDefaultConstructor };

    /// <summary>Runs an export to its end; gives its output and its history as JSON.</summary>
    /// <param name="export">What its activities do.</param>
    /// <param name="cancelDuring">Type of the request during whose first execution a user cancels; null for never.</param>
    /// <param name="cancellationToken">Gives the run up.</param>
    public static async Task<string> RecordAsync(FakeExport export, Type? cancelDuring, CancellationToken cancellationToken)
    {
        var service = new InMemoryOrchestrationService();
        var client = new TaskHubClient(service);
        var instance = new OrchestrationInstance { InstanceId = ExportOrchestrator.InstanceIdOf(JobId) };
        bool cancelled = cancelDuring is null;
        List<HistoryEvent> history = [];
        var turn = new SemaphoreSlim(1);
        var shims = new DurableTaskShimFactory(Options());
        using var worker = new TaskHubWorker(service) { ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails };
        worker.AddOrchestrationDispatcherMiddleware(async (context, next) =>
        {
            await next();
            OrchestrationRuntimeState state = context.GetProperty<OrchestrationRuntimeState>();
            history = state.ExecutionCompletedEvent is null ? [.. state.Events] : history;
        });
        worker.AddTaskOrchestrations(new Creator<TaskOrchestration>(ExportOrchestrator.Name, () => shims.CreateOrchestration(ExportOrchestrator.Name, Orchestrator())));
        worker.AddTaskActivities(
            Activity<PlanRequest>(ExportOrchestrator.PlanExport), Activity<SliceRequest>(ExportOrchestrator.ExportSlice),
            Activity<CommitRequest>(ExportOrchestrator.CommitExport), Activity<FinishRequest>(ExportOrchestrator.FinishExport));
        await worker.StartAsync();
        await client.CreateOrchestrationInstanceAsync(ExportOrchestrator.Name, "", instance.InstanceId, JobId);
        OrchestrationState ended = await client.WaitForOrchestrationAsync(instance, TimeSpan.FromMinutes(2), cancellationToken);
        await worker.StopAsync(isForced: true);
        return new JObject { ["outcome"] = ended.Output, ["events"] = WithoutStackTraces(JArray.FromObject(history, JsonSerializer.Create(EventFormat))) }.ToString(Formatting.Indented) + "\n";

        Creator<TaskActivity> Activity<TRequest>(string name)
            where TRequest : class
        {
            TaskActivity shim = shims.CreateActivity<TRequest, object>(name, async (_, request) => (await RunAsync(request!))!);
            return new Creator<TaskActivity>(name, () => shim);
        }

        async Task<object?> RunAsync(object request)
        {
            await turn.WaitAsync(cancellationToken); // One at a time: what is imagined is not made for more.
            try
            {
                if (!cancelled && request.GetType() == cancelDuring)
                {
                    cancelled = true;
                    await client.RaiseEventAsync(instance, ExportOrchestrator.CancelEvent, JobId);
                }

                return await export.RunAsync(request);
            }
            finally
            {
                turn.Release();
            }
        }
    }

    /// <summary>Runs an orchestrator over a history that was kept; gives what the engine does next, which is the end when both agree.</summary>
    public static (string RecordedOutcome, OrchestratorExecutionResult Result) Replay(string json, ITaskOrchestrator orchestrator)
    {
        JObject kept = JObject.Parse(json);
        List<HistoryEvent> history = kept["events"]!.ToObject<List<HistoryEvent>>(JsonSerializer.Create(EventFormat))!;
        TaskOrchestration shim = new DurableTaskShimFactory(Options()).CreateOrchestration(ExportOrchestrator.Name, orchestrator);
        var executor = new TaskOrchestrationExecutor(new OrchestrationRuntimeState(history), shim, BehaviorOnContinueAsNew.Carryover, ErrorPropagationMode.UseFailureDetails);
        return ((string)kept["outcome"]!, executor.Execute());
    }

    public static ExportOrchestrator Orchestrator() => new(new ReportingMeter(new FakeMeterFactory()));

    private static DurableTaskWorkerOptions Options() => new() { DataConverter = new JsonDataConverter(WorkflowJson.Options) };

    // They hold paths of the machine that recorded.
    private static JArray WithoutStackTraces(JArray events)
    {
        foreach (JProperty trace in events.Descendants().OfType<JProperty>().Where(property => property.Name == "StackTrace").ToList())
        {
            trace.Value = JValue.CreateNull();
        }

        return events;
    }

    private sealed class Creator<T> : ObjectCreator<T>
    {
        private readonly Func<T> _create;

        public Creator(string name, Func<T> create) => (Name, Version, _create) = (name, "", create);

        public override T Create() => _create();
    }
}
