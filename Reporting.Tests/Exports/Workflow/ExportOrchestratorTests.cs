using System.Diagnostics.Metrics;
using DurableTask.Core.Command;
using DurableTask.Core.History;
using Reporting.Exports.Slices;
using Reporting.Exports.Workflow;
using Reporting.Telemetry;
using static Reporting.Tests.Exports.Workflow.OrchestratorReplay;

namespace Reporting.Tests.Exports.Workflow;

/// <summary>The orchestrator on the framework's executor; <see cref="SeededRun"/> replays with each event.</summary>
public sealed class ExportOrchestratorTests
{
    [Fact]
    public async Task An_export_runs_from_plan_to_finish_and_tells_its_progress()
    {
        var export = new FakeExport(3, 0, 7, 12) { Budget = 4 };
        OrchestratorReplay replay = await new SeededRun(export, 1).RunAsync();

        Assert.Equal("\"Successful\"", replay.Outcome);
        Assert.Equal(22, export.File!.Count);
        Assert.Equal(ExportOutcome.Successful, Assert.Single(export.Finishes).Outcome);
        Assert.Equal(new ExportProgress(4, 4, 22, 22), JsonSerializer.Deserialize<ExportProgress>(replay.CustomStatus!, WorkflowJson.Options));
    }

    [Fact]
    public async Task A_step_that_fails_now_and_then_is_tried_again_after_a_wait()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var export = new FakeExport(5, 5, 5) { Fail = (_, _) => random.Next(3) == 0 ? new TimeoutException("secret") : null };
            OrchestratorReplay replay = await new SeededRun(export, seed).RunAsync();

            Assert.Equal("\"Successful\"", replay.Outcome);
            Assert.Equal(15, export.File!.Count);
            Assert.Single(export.Finishes);
            Assert.Equal(export.Failures, replay.Timers.Count());
        }
    }

    [Theory]
    [InlineData(typeof(PlanRequest), 5)]
    [InlineData(typeof(SliceRequest), 7)]
    [InlineData(typeof(CommitRequest), 7)]
    public async Task A_step_that_always_fails_ends_the_job_as_failed_without_showing_why(Type step, int attempts)
    {
        var export = new FakeExport(5) { Fail = (request, _) => request.GetType() == step ? new InvalidOperationException("AccountKey=secret") : null };
        OrchestratorReplay replay = await new SeededRun(export, 1).RunAsync();

        Assert.Equal("\"Failed\"", replay.Outcome);
        Assert.Equal(attempts, export.Failures);
        FinishRequest finish = Assert.Single(export.Finishes);
        Assert.Equal(ExportOutcome.Failed, finish.Outcome);
        Assert.DoesNotContain("secret", finish.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_meant_to_be_shown_reaches_the_job_through_the_engine()
    {
        var export = new FakeExport(5) { Fail = (request, _) => request is SliceRequest ? new ExportStepException("The range holds too much.") : null };
        OrchestratorReplay replay = await new SeededRun(export, 1).RunAsync();

        Assert.Empty(replay.Timers);
        Assert.Equal("The range holds too much.", Assert.Single(export.Finishes).Reason);
    }

    [Fact]
    public async Task A_finish_that_keeps_failing_fails_the_instance_which_the_reaper_sees()
    {
        var export = new FakeExport(5) { Fail = (request, _) => request is FinishRequest ? new TimeoutException() : null };
        OrchestratorReplay replay = await new SeededRun(export, 1).RunAsync();

        Assert.Equal("Microsoft.DurableTask.TaskFailedException", replay.Outcome);
        Assert.Equal(18, export.Failures);
    }

    [Fact]
    public async Task Waits_that_nothing_needs_any_more_are_cancelled_when_a_cancelled_export_ends()
    {
        var never = new TaskCompletionSource<object?>();
        var context = new MockedContext(request => request switch
        {
            PlanRequest => Task.FromResult<object?>(new ExportPlan(2, 2, 0, 8)),
            SliceRequest { Slice: 0 } => throw new TimeoutException(),
            SliceRequest => never.Task,
            _ => Task.FromResult<object?>(null),
        });
        Task<ExportOutcome> run = new ExportOrchestrator(new ReportingMeter(new FakeMeterFactory())).RunAsync(context.Object, "job");
        Assert.Equal((false, false), (run.IsCompleted, Assert.Single(context.Timers).IsCancellationRequested));

        context.Cancel.SetResult("job");

        Assert.Equal(ExportOutcome.Canceled, await run);
        Assert.True(Assert.Single(context.Timers).IsCancellationRequested);
        CalledPlainly(context);
    }

    [Fact]
    public async Task So_are_those_of_slices_that_the_first_rows_do_not_need()
    {
        var first = new TaskCompletionSource<object?>();
        var context = new MockedContext(request => request switch
        {
            PlanRequest => Task.FromResult<object?>(new ExportPlan(3, 2, 10, 23)),
            SliceRequest { Slice: 0 } => first.Task,
            SliceRequest { Slice: 1 } slice => Task.FromResult<object?>(new SliceResult(1, 0, "b", Math.Min(slice.Limit, 8), 1, null)),
            SliceRequest => throw new TimeoutException(),
            CommitRequest => Task.FromResult<object?>(new ExportFile(true, "file", 1, 10, null, null)),
            _ => Task.FromResult<object?>(null),
        });
        Task<ExportOutcome> run = new ExportOrchestrator(new ReportingMeter(new FakeMeterFactory())).RunAsync(context.Object, "job");
        Assert.Equal((false, false), (run.IsCompleted, Assert.Single(context.Timers).IsCancellationRequested));

        first.SetResult(new SliceResult(0, 0, "a", 6, 1, null));

        Assert.Equal(ExportOutcome.Successful, await run);
        Assert.True(Assert.Single(context.Timers).IsCancellationRequested);
        CalledPlainly(context);
    }

    [Fact]
    public void What_comes_after_the_end_asks_for_nothing_more()
    {
        var replay = new OrchestratorReplay([Completed(0, new ExportPlan(2, 2, 0, 8)), Failed(1), Cancel()]);
        Assert.Equal(["PlanExport", "ExportSlice", "ExportSlice", null, "FinishExport"], replay.Actions.Select(action => (action as ScheduleTaskOrchestratorAction)?.Name));
        Assert.Null(replay.Outcome);

        // The other slice fails after the end, and the message of the cancelled timer comes.
        replay.Take(Completed(4, null), Failed(2), Fired(3));

        Assert.Equal("\"Canceled\"", replay.Outcome);
        Assert.Equal(5, replay.Actions.Count);
    }

    [Fact]
    public void Waits_grow_up_to_the_longest()
    {
        HistoryEvent[] events = [.. Enumerable.Range(0, 4).SelectMany(attempt => new[] { Failed(2 * attempt), Fired((2 * attempt) + 1) })];
        Assert.Equal([5, 10, 20, 40], new OrchestratorReplay(events).Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_cancel_at_any_moment_ends_with_exactly_one_finish()
    {
        for (int moment = 0; moment < 30; moment++)
        {
            var random = new Random(moment);
            var export = new FakeExport(4, 4, 4, 4) { Window = 2, Budget = 2, Fail = (_, _) => random.Next(6) == 0 ? new TimeoutException() : null };
            OrchestratorReplay replay = await new SeededRun(export, moment) { CancelBefore = moment }.RunAsync();

            FinishRequest finish = Assert.Single(export.Finishes);
            Assert.Equal(export.File is null ? ExportOutcome.Canceled : ExportOutcome.Successful, finish.Outcome);
            Assert.Equal(JsonSerializer.Serialize(finish.Outcome, WorkflowJson.Options), replay.Outcome);
        }
    }

    [Fact]
    public async Task Ninety_six_slices_run_a_window_at_a_time()
    {
        var export = new FakeExport([.. Enumerable.Repeat(9, 96)]) { Window = 8 };
        OrchestratorReplay replay = await new SeededRun(export, 3).RunAsync();

        Assert.Equal(864, export.File!.Count);
        Assert.Equal(99, replay.Actions.Count);
    }

    [Fact]
    public async Task A_retry_is_counted_once_however_often_it_is_replayed()
    {
        var counted = new List<string?>();
        using var meters = new FakeMeterFactory();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, one) =>
        {
            if (instrument.Name == "reporting.export.retries" && instrument.Meter == meters.Only)
            {
                one.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.Add(tags[0].Value as string));
        listener.Start();
        var export = new FakeExport(4, 4, 4) { Fail = (_, execution) => execution is 0 or 2 or 3 ? new TimeoutException() : null };
        await new SeededRun(export, 1) { Meter = new ReportingMeter(meters) }.RunAsync();

        Assert.Equal(["plan", "slice", "slice"], counted);
    }

    [Fact]
    public async Task Slices_go_into_the_file_in_order_however_they_end_and_every_prefix_replays_to_the_same_calls()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var export = new FakeExport(3, 0, 7, 1, 12, 5, 9) { Window = 3, Budget = seed % 5 };
            OrchestratorReplay replay = await new SeededRun(export, seed).RunAsync(); // The executor compares the calls after each event with those before it.

            Assert.Equal("\"Successful\"", replay.Outcome);
            Assert.Equal(export.Expected, export.File);
        }
    }

    [Fact]
    public async Task The_window_is_filled_and_never_passed()
    {
        for (int window = 1; window <= 8; window++)
        {
            var run = new SeededRun(new FakeExport([.. Enumerable.Repeat(5, 40)]) { Window = window, Budget = 2 }, window);
            await run.RunAsync();

            Assert.Equal(window, run.MaxAtATime);
        }
    }

    [Fact]
    public void A_slice_that_ends_makes_room_for_the_next_at_once()
    {
        HistoryEvent[] events = [Completed(0, new ExportPlan(5, 2, 0, 10)), Completed(2, new SliceResult(1, 0, "a", 1, 1, null))];

        Assert.Equal([0, 1], Started(new OrchestratorReplay(events[..1])));
        Assert.Equal([0, 1, 2], Started(new OrchestratorReplay(events)));
    }

    [Fact]
    public void A_slice_that_ran_out_of_time_goes_on_from_its_cursor_before_later_ones_start()
    {
        var replay = new OrchestratorReplay([Completed(0, new ExportPlan(5, 2, 0, 10)), Completed(1, new SliceResult(0, 0, "a", 4, 1, "key"))]);

        Assert.Equal(new SliceRequest("job", 0, 1, "key", 0, "a"), replay.Requests[^1]);
        Assert.Equal([0, 1, 0], Started(replay));
    }

    [Fact]
    public async Task Payloads_are_small_however_often_slices_had_to_go_on()
    {
        var export = new FakeExport([.. Enumerable.Repeat(3, 96)]) { Window = 16, Budget = 1 };
        OrchestratorReplay replay = await new SeededRun(export, 1).RunAsync();

        Assert.Equal(96, Assert.Single(replay.Requests.OfType<CommitRequest>()).Slices.Distinct().Count());
        Assert.Equal(export.Expected, export.File);
        Assert.All(replay.Actions, action => Assert.InRange(((ScheduleTaskOrchestratorAction)action).Input!.Length, 1, 16 * 1024));
    }

    [Fact]
    public void A_cancel_starts_no_more_slices_and_waits_for_none()
    {
        HistoryEvent[] events = [Completed(0, new ExportPlan(9, 3, 0, 90)), Cancel()];
        int before = new OrchestratorReplay(events[..1]).Actions.Count;
        var replay = new OrchestratorReplay(events);

        Assert.Equal(before + 1, replay.Actions.Count);
        Assert.Equal(new FinishRequest("job", ExportOutcome.Canceled, null, null), replay.Requests[^1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cancel_during_the_commit_leaves_the_decision_to_the_commit(bool found)
    {
        // Events: plan, slice, then the signal while the commit is under way.
        var export = new FakeExport(4) { CommitFindsCancel = found };
        await new SeededRun(export, 1) { CancelBefore = 2 }.RunAsync();

        Assert.Equal(found ? ExportOutcome.Canceled : ExportOutcome.Successful, Assert.Single(export.Finishes).Outcome);
    }

    [Fact]
    public void A_plan_or_a_slice_that_finds_the_job_cancelled_ends_it_without_a_signal()
    {
        var canceled = new FinishRequest("job", ExportOutcome.Canceled, null, null);
        Assert.Equal(canceled, new OrchestratorReplay([Completed(0, new ExportPlan(1, 1, 0, 0, Canceled: true))]).Requests[^1]);
        Assert.Equal(canceled, new OrchestratorReplay([Completed(0, new ExportPlan(4, 2, 0, 0)), Completed(1, new SliceResult(0, 0, "a", 1, 1, null, Canceled: true))]).Requests[^1]);
    }

    private static int[] Started(OrchestratorReplay replay) => [.. replay.Requests.OfType<SliceRequest>().Select(request => request.Slice)];

    private static HistoryEvent Failed(int action) => OrchestratorReplay.Failed(action, new TimeoutException("timed out"));

    /// <summary>One waiter for the event, since a second can take it from the first; and the orchestrator tries activities again by itself.</summary>
    private static void CalledPlainly(MockedContext context)
    {
        Assert.Equal(1, context.EventWaits);
        Assert.All(context.Calls, call => Assert.Null(call.Options));
    }
}
