using System.Diagnostics.Metrics;
using System.Text.Json;
using Reporting.Exports.Workflow;
using Reporting.Telemetry;

namespace Reporting.Tests.Exports.Workflow;

/// <summary>The orchestrator run over an engine that replays; <see cref="DurableRun"/> checks every replay.</summary>
public sealed class ExportOrchestratorTests
{
    [Fact]
    public async Task An_export_runs_from_plan_to_finish_and_tells_its_progress()
    {
        var export = new ImaginedExport(3, 0, 7, 12) { Budget = 4 };
        DurableHistory history = await new DurableRun(export, 1).RunAsync();

        Assert.Equal("\"Successful\"", history.Outcome);
        Assert.Equal(22, export.File!.Count);
        Assert.Equal(ExportOutcome.Successful, Assert.Single(export.Finishes).Outcome);
        Assert.Equal(new ExportProgress(4, 4, 22, 22), JsonSerializer.Deserialize<ExportProgress>(history.CustomStatus!, WorkflowJson.Options));
    }

    [Fact]
    public async Task A_step_that_fails_now_and_then_is_tried_again_after_a_wait()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var export = new ImaginedExport(5, 5, 5) { Fail = (_, _) => random.Next(3) == 0 ? new TimeoutException("secret") : null };
            DurableHistory history = await new DurableRun(export, seed).RunAsync();

            Assert.Equal("\"Successful\"", history.Outcome);
            Assert.Equal(15, export.File!.Count);
            Assert.Single(export.Finishes);
            Assert.Equal(export.Failures, history.Actions.Count(action => action.Kind == "timer"));
        }
    }

    [Theory]
    [InlineData(typeof(PlanRequest), 5)]
    [InlineData(typeof(SliceRequest), 7)]
    [InlineData(typeof(CommitRequest), 7)]
    public async Task A_step_that_always_fails_ends_the_job_as_failed_without_showing_why(Type step, int attempts)
    {
        var export = new ImaginedExport(5) { Fail = (request, _) => request.GetType() == step ? new InvalidOperationException("AccountKey=secret") : null };
        DurableHistory history = await new DurableRun(export, 1).RunAsync();

        Assert.Equal("\"Failed\"", history.Outcome);
        Assert.Equal(attempts, export.Failures);
        FinishRequest finish = Assert.Single(export.Finishes);
        Assert.Equal(ExportOutcome.Failed, finish.Outcome);
        Assert.DoesNotContain("secret", finish.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_meant_to_be_shown_reaches_the_job_through_the_engine()
    {
        var export = new ImaginedExport(5) { Fail = (request, _) => request is SliceRequest ? new ExportStepException("The range holds too much.") : null };
        DurableHistory history = await new DurableRun(export, 1).RunAsync();

        Assert.DoesNotContain(history.Actions, action => action.Kind == "timer");
        Assert.Equal("The range holds too much.", Assert.Single(export.Finishes).Reason);
    }

    [Fact]
    public async Task A_finish_that_keeps_failing_fails_the_instance_which_the_reaper_sees()
    {
        var export = new ImaginedExport(5) { Fail = (request, _) => request is FinishRequest ? new TimeoutException() : null };
        DurableHistory history = await new DurableRun(export, 1).RunAsync();

        Assert.Equal("TaskFailedException", history.Outcome);
        Assert.Equal(18, export.Failures);
    }

    [Fact]
    public void Waits_that_nobody_needs_any_more_are_cancelled_when_the_export_ends()
    {
        DurableEvent[] events = [Completed(0, new ExportPlan(2, 2, 0, 8)), Failed(1), new("raised", -1, "\"job\""), new("completed", 4)];
        var waiting = new DurableReplay("job", events[..3]);
        Assert.Equal(["PlanExport", "ExportSlice", "ExportSlice", "", "FinishExport"], waiting.Actions.Select(action => action.Name));
        Assert.Equal((1, false), (waiting.OpenTimers, waiting.Ended));

        var ended = new DurableReplay("job", events);
        Assert.Equal((0, true, "\"Canceled\""), (ended.OpenTimers, ended.Ended, ended.Outcome));

        // The other slice fails after the end, and the message of the cancelled timer comes: nothing more is asked for.
        Assert.Equal(ended.Actions, new DurableReplay("job", [.. events, Failed(2), new("fired", 3)]).Actions);
    }

    [Fact]
    public void Waits_grow_up_to_the_longest()
    {
        DurableEvent[] events = [.. Enumerable.Range(0, 4).SelectMany(attempt => new[] { Failed(2 * attempt), new DurableEvent("fired", 2 * attempt + 1) })];
        Assert.Equal([5, 10, 20, 40], new DurableReplay("job", events).Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_cancel_at_any_moment_ends_with_exactly_one_finish()
    {
        for (int moment = 0; moment < 30; moment++)
        {
            var random = new Random(moment);
            var export = new ImaginedExport(4, 4, 4, 4) { Window = 2, Budget = 2, Fail = (_, _) => random.Next(6) == 0 ? new TimeoutException() : null };
            DurableHistory history = await new DurableRun(export, moment) { CancelBefore = moment }.RunAsync();

            FinishRequest finish = Assert.Single(export.Finishes);
            Assert.Equal(export.File is null ? ExportOutcome.Canceled : ExportOutcome.Successful, finish.Outcome);
            Assert.Equal(JsonSerializer.Serialize(finish.Outcome, WorkflowJson.Options), history.Outcome);
        }
    }

    [Fact]
    public async Task Ninety_six_slices_run_a_window_at_a_time()
    {
        var export = new ImaginedExport([.. Enumerable.Repeat(9, 96)]) { Window = 8 };
        DurableHistory history = await new DurableRun(export, 3).RunAsync();

        Assert.Equal(864, export.File!.Count);
        Assert.Equal(99, history.Actions.Count);
    }

    [Fact]
    public async Task A_retry_is_counted_once_however_often_it_is_replayed()
    {
        var counted = new List<string?>();
        using var meters = new PlainMeters();
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
        var export = new ImaginedExport(4, 4, 4) { Fail = (_, execution) => execution is 0 or 2 or 3 ? new TimeoutException() : null };
        await new DurableRun(export, 1) { Meter = new ReportingMeter(meters) }.RunAsync();

        Assert.Equal(["plan", "slice", "slice"], counted);
    }

    [Fact]
    public async Task Slices_go_into_the_file_in_order_however_they_end_and_every_prefix_replays_to_the_same_calls()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var export = new ImaginedExport(3, 0, 7, 1, 12, 5, 9) { Window = 3, Budget = seed % 5 };
            DurableHistory history = await new DurableRun(export, seed).RunAsync(); // Compares the calls after each event with those before it.

            Assert.Equal("\"Successful\"", history.Outcome);
            Assert.Equal(export.Expected, export.File);
        }
    }

    [Fact]
    public async Task The_window_is_filled_and_never_passed()
    {
        for (int window = 1; window <= 8; window++)
        {
            var run = new DurableRun(new ImaginedExport([.. Enumerable.Repeat(5, 40)]) { Window = window, Budget = 2 }, window);
            await run.RunAsync();

            Assert.Equal(window, run.MaxAtATime);
        }
    }

    [Fact]
    public void A_slice_that_ends_makes_room_for_the_next_at_once()
    {
        DurableEvent[] events = [Completed(0, new ExportPlan(5, 2, 0, 10)), Completed(2, new SliceResult(1, 0, "a", 1, 1, null))];

        Assert.Equal([0, 1], Started(new DurableReplay("job", events[..1])));
        Assert.Equal([0, 1, 2], Started(new DurableReplay("job", events)));
    }

    [Fact]
    public void A_slice_that_ran_out_of_time_goes_on_from_its_cursor_before_later_ones_start()
    {
        var replay = new DurableReplay("job", [Completed(0, new ExportPlan(5, 2, 0, 10)), Completed(1, new SliceResult(0, 0, "a", 4, 1, "key"))]);

        Assert.Equal(new SliceRequest("job", 0, 1, "key", 0, "a"), replay.Requests[^1]);
        Assert.Equal([0, 1, 0], Started(replay));
    }

    [Fact]
    public async Task Payloads_are_small_however_often_slices_had_to_go_on()
    {
        var export = new ImaginedExport([.. Enumerable.Repeat(8, 96)]) { Window = 16, Budget = 1 };
        DurableHistory history = await new DurableRun(export, 1).RunAsync();

        Assert.Equal(96, Assert.Single(history.Actions.Where(action => action.Name == ExportOrchestrator.CommitExport).Select(action => ((CommitRequest)action.Request()).Slices.Distinct().Count())));
        Assert.Equal(export.Expected, export.File);
        Assert.All(history.Actions, action => Assert.InRange(action.Payload!.Length, 1, 16 * 1024));
    }

    [Fact]
    public void A_cancel_starts_no_more_slices_and_waits_for_none()
    {
        DurableEvent[] events = [Completed(0, new ExportPlan(9, 3, 0, 90)), new("raised", -1, "\"job\"")];
        int before = new DurableReplay("job", events[..1]).Actions.Count;
        var replay = new DurableReplay("job", events);

        Assert.Equal(before + 1, replay.Actions.Count);
        Assert.Equal(new FinishRequest("job", ExportOutcome.Canceled, null, null), replay.Requests[^1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cancel_during_the_commit_leaves_the_decision_to_the_commit(bool found)
    {
        // Events: plan, slice, then the signal while the commit is under way.
        var export = new ImaginedExport(4) { CommitFindsCancel = found };
        await new DurableRun(export, 1) { CancelBefore = 2 }.RunAsync();

        Assert.Equal(found ? ExportOutcome.Canceled : ExportOutcome.Successful, Assert.Single(export.Finishes).Outcome);
    }

    [Fact]
    public void A_plan_or_a_slice_that_finds_the_job_cancelled_ends_it_without_a_signal()
    {
        var canceled = new FinishRequest("job", ExportOutcome.Canceled, null, null);
        Assert.Equal(canceled, new DurableReplay("job", [Completed(0, new ExportPlan(1, 1, 0, 0, Canceled: true))]).Requests[^1]);
        Assert.Equal(canceled, new DurableReplay("job", [Completed(0, new ExportPlan(4, 2, 0, 0)), Completed(1, new SliceResult(0, 0, "a", 1, 1, null, Canceled: true))]).Requests[^1]);
    }

    private static int[] Started(DurableReplay replay) => [.. replay.Requests.OfType<SliceRequest>().Select(request => request.Slice)];

    private static DurableEvent Completed<TResult>(int action, TResult result) => new("completed", action, JsonSerializer.Serialize(result, WorkflowJson.Options));

    private static DurableEvent Failed(int action) => new("failed", action, null, typeof(TimeoutException).FullName, "timed out");
}
