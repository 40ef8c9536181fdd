using System.Diagnostics.Metrics;
using System.Text.Json;
using Reporting.Exports.Workflow;
using Reporting.Telemetry;

namespace Reporting.Tests.Functions.Durable;

/// <summary>The app's orchestrator, adapters and activities run for real over an engine that replays; <see cref="DurableRun"/> checks every replay.</summary>
public sealed class ExportOrchestratorTests
{
    [Fact]
    public async Task An_export_runs_from_plan_to_finish_and_tells_its_progress()
    {
        var steps = new ImaginedSteps(3, 0, 7, 12) { Budget = 4 };
        DurableHistory history = await new DurableRun(steps, 1).RunAsync();

        Assert.Equal("\"Successful\"", history.Outcome);
        Assert.Equal(22, steps.CommittedRows);
        Assert.Equal(ExportOutcome.Successful, Assert.Single(steps.Finishes).Outcome);
        Assert.Equal(new ExportProgress(4, 4, 22, 22), JsonSerializer.Deserialize<ExportProgress>(history.CustomStatus!, WorkflowJson.Options));
    }

    [Fact]
    public async Task A_step_that_fails_now_and_then_is_tried_again_after_a_wait()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var steps = new ImaginedSteps(5, 5, 5) { Fail = (_, _) => random.Next(3) == 0 ? new TimeoutException("secret") : null };
            DurableHistory history = await new DurableRun(steps, seed).RunAsync();

            Assert.Equal("\"Successful\"", history.Outcome);
            Assert.Equal(15, steps.CommittedRows);
            Assert.Single(steps.Finishes);
            Assert.Equal(steps.Failures, history.Actions.Count(action => action.Kind == "timer"));
        }
    }

    [Theory]
    [InlineData(typeof(PlanRequest), 5)]
    [InlineData(typeof(SliceRequest), 7)]
    [InlineData(typeof(CommitRequest), 7)]
    public async Task A_step_that_always_fails_ends_the_job_as_failed_without_showing_why(Type step, int attempts)
    {
        var steps = new ImaginedSteps(5) { Fail = (request, _) => request.GetType() == step ? new InvalidOperationException("AccountKey=secret") : null };
        DurableHistory history = await new DurableRun(steps, 1).RunAsync();

        Assert.Equal("\"Failed\"", history.Outcome);
        Assert.Equal(attempts, steps.Failures);
        FinishRequest finish = Assert.Single(steps.Finishes);
        Assert.Equal(ExportOutcome.Failed, finish.Outcome);
        Assert.DoesNotContain("secret", finish.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_meant_to_be_shown_reaches_the_job_through_the_engine()
    {
        var steps = new ImaginedSteps(5) { Fail = (request, _) => request is SliceRequest ? new ExportStepException("The range holds too much.") : null };
        DurableHistory history = await new DurableRun(steps, 1).RunAsync();

        Assert.DoesNotContain(history.Actions, action => action.Kind == "timer");
        Assert.Equal("The range holds too much.", Assert.Single(steps.Finishes).Reason);
    }

    [Fact]
    public async Task A_finish_that_keeps_failing_fails_the_instance_which_the_reaper_sees()
    {
        var steps = new ImaginedSteps(5) { Fail = (request, _) => request is FinishRequest ? new TimeoutException() : null };
        DurableHistory history = await new DurableRun(steps, 1).RunAsync();

        Assert.Equal("TaskFailedException", history.Outcome);
        Assert.Equal(18, steps.Failures);
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
            var steps = new ImaginedSteps(4, 4, 4, 4) { Window = 2, Budget = 2, Fail = (_, _) => random.Next(6) == 0 ? new TimeoutException() : null };
            DurableHistory history = await new DurableRun(steps, moment) { CancelBefore = moment }.RunAsync();

            FinishRequest finish = Assert.Single(steps.Finishes);
            Assert.Equal(steps.CommittedRows < 0 ? ExportOutcome.Canceled : ExportOutcome.Successful, finish.Outcome);
            Assert.Equal(JsonSerializer.Serialize(finish.Outcome, WorkflowJson.Options), history.Outcome);
        }
    }

    [Fact]
    public async Task Ninety_six_slices_run_a_window_at_a_time()
    {
        var steps = new ImaginedSteps([.. Enumerable.Repeat(9, 96)]) { Window = 8 };
        DurableHistory history = await new DurableRun(steps, 3).RunAsync();

        Assert.Equal(864, steps.CommittedRows);
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
        var steps = new ImaginedSteps(4, 4, 4) { Fail = (_, execution) => execution is 0 or 2 or 3 ? new TimeoutException() : null };
        await new DurableRun(steps, 1) { Meter = new ReportingMeter(meters) }.RunAsync();

        Assert.Equal(["plan", "slice", "slice"], counted);
    }

    private static DurableEvent Completed<TResult>(int action, TResult result) => new("completed", action, JsonSerializer.Serialize(result, WorkflowJson.Options));

    private static DurableEvent Failed(int action) => new("failed", action, null, typeof(TimeoutException).FullName, "timed out");
}
