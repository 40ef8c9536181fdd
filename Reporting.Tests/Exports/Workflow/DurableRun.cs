using System.Text.Json;
using Reporting.Exports.Workflow;
using Reporting.Telemetry;

namespace Reporting.Tests.Exports.Workflow;

/// <summary>Runs the orchestrator and its activities to the end: answers open actions in an order drawn from a seed, and replays after each.</summary>
internal sealed class DurableRun(ImaginedExport export, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<DurableEvent> _events = [];
    private readonly List<int> _actionsBefore = [];
    private readonly HashSet<int> _answered = [];

    /// <summary>Number of the event before which somebody asks to cancel; -1 for never.</summary>
    public int CancelBefore { get; init; } = -1;

    public ReportingMeter? Meter { get; init; }

    /// <summary>The most slices that ran at a time.</summary>
    public int MaxAtATime { get; private set; }

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
        MaxAtATime = Math.Max(MaxAtATime, open.Count(action => action.Name == ExportOrchestrator.ExportSlice));
        DurableAction action = open[_random.Next(open.Count)];
        _answered.Add(action.Id);
        if (action.Kind == "timer")
        {
            return new DurableEvent("fired", action.Id);
        }

        try
        {
            object? result = await export.RunAsync(action.Request());
            return new DurableEvent("completed", action.Id, result is null ? null : JsonSerializer.Serialize(result, WorkflowJson.Options));
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            return new DurableEvent("failed", action.Id, null, exception.GetType().FullName, exception.Message);
        }
    }
}
