using System.Text.Json;
using Reporting.Exports.Workflow;
using Reporting.Functions.Durable;
using Reporting.Telemetry;

namespace Reporting.Tests.Functions.Durable;

/// <summary>Runs the orchestrator and its activities to the end: answers open actions in an order drawn from a seed, and replays after each.</summary>
internal sealed class DurableRun(IExportSteps steps, int seed)
{
    private readonly ExportActivities _activities = new(_ => steps);
    private readonly Random _random = new(seed);
    private readonly List<DurableEvent> _events = [];
    private readonly List<int> _actionsBefore = [];
    private readonly HashSet<int> _answered = [];

    /// <summary>Number of the event before which somebody asks to cancel; -1 for never.</summary>
    public int CancelBefore { get; init; } = -1;

    public ReportingMeter? Meter { get; init; }

    public async Task<DurableHistory> RunAsync()
    {
        var replay = new DurableReplay("job", _events, Meter);
        while (!replay.Ended)
        {
            IReadOnlyList<DurableAction> before = replay.Actions;
            _actionsBefore.Add(before.Count);
            _events.Add(_events.Count == CancelBefore ? new DurableEvent("raised", -1, "\"job\"") : await AnswerAsync(before));
            replay = new DurableReplay("job", _events, Meter);
            Assert.Equal(before, replay.Actions.Take(before.Count));
        }

        Assert.Equal(0, replay.OpenTimers);
        return new DurableHistory
        {
            JobId = "job", Actions = [.. replay.Actions], ActionsBefore = _actionsBefore, Events = _events, Outcome = replay.Outcome, CustomStatus = replay.CustomStatus,
        };
    }

    private async Task<DurableEvent> AnswerAsync(IReadOnlyList<DurableAction> actions)
    {
        var open = actions.Where(action => !_answered.Contains(action.Id)).ToList();
        DurableAction action = open[_random.Next(open.Count)];
        _answered.Add(action.Id);
        if (action.Kind == "timer")
        {
            return new DurableEvent("fired", action.Id);
        }

        try
        {
            return new DurableEvent("completed", action.Id, await ExecuteAsync(action));
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            return new DurableEvent("failed", action.Id, null, exception.GetType().FullName, exception.Message);
        }
    }

    private async Task<string?> ExecuteAsync(DurableAction action)
    {
        switch (action.Name)
        {
            case nameof(ExportActivities.PlanExport):
                return Write(await _activities.PlanExport(Read<PlanRequest>(), CancellationToken.None));
            case nameof(ExportActivities.ExportSlice):
                return Write(await _activities.ExportSlice(Read<SliceRequest>(), CancellationToken.None));
            case nameof(ExportActivities.CommitExport):
                return Write(await _activities.CommitExport(Read<CommitRequest>(), CancellationToken.None));
            default:
                await _activities.FinishExport(Read<FinishRequest>(), CancellationToken.None);
                return null;
        }

        T Read<T>() => JsonSerializer.Deserialize<T>(action.Payload!, WorkflowJson.Options)!;
    }

    private static string Write<T>(T result) => JsonSerializer.Serialize(result, WorkflowJson.Options);
}
