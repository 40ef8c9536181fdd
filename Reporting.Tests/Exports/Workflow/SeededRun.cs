using DurableTask.Core.Command;
using DurableTask.Core.History;
using Reporting.Exports.Workflow;
using Reporting.Telemetry;

namespace Reporting.Tests.Exports.Workflow;

/// <summary>
/// Runs an export to its end, and replays it with each event: which of the open activities and timers ends next is drawn from a seed. A hub would end
/// them in an order of its own, and after real waits.
/// </summary>
internal sealed class SeededRun(FakeExport export, int seed)
{
    private readonly Random _random = new(seed);
    private readonly HashSet<int> _ended = [];

    /// <summary>Number of the event before which a user asks to cancel; -1 for never.</summary>
    public int CancelBefore { get; init; } = -1;

    public ReportingMeter Meter { get; init; } = new(new FakeMeterFactory());

    /// <summary>The most slices that ran at a time.</summary>
    public int MaxAtATime { get; private set; }

    public async Task<OrchestratorReplay> RunAsync()
    {
        var replay = new OrchestratorReplay(Meter);
        for (int number = 0; replay.Outcome is null; number++)
        {
            replay.Take(number == CancelBefore ? OrchestratorReplay.Cancel() : await EndOneAsync(replay.Actions));
        }

        return replay;
    }

    private async Task<HistoryEvent> EndOneAsync(IReadOnlyList<OrchestratorAction> actions)
    {
        var open = actions.Where(action => !_ended.Contains(action.Id)).ToList();
        Assert.NotEmpty(open); // The orchestrator waits for something that no event can end.
        MaxAtATime = Math.Max(MaxAtATime, open.Count(action => action is ScheduleTaskOrchestratorAction { Name: ExportOrchestrator.ExportSlice }));
        OrchestratorAction next = open[_random.Next(open.Count)];
        _ended.Add(next.Id);
        if (next is not ScheduleTaskOrchestratorAction activity)
        {
            return OrchestratorReplay.Fired(next.Id);
        }

        try
        {
            return OrchestratorReplay.Completed(next.Id, await export.RunAsync(OrchestratorReplay.RequestOf(activity)));
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            return OrchestratorReplay.Failed(next.Id, exception);
        }
    }
}
