using System.Text.Json;
using Moq;
using Reporting.Exports.Workflow;

namespace Reporting.Tests.Exports.Workflow;

public sealed class ExportWorkflowTests
{
    [Fact]
    public void Slices_go_into_the_file_in_order_however_they_end()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var export = new SimulatedExport(seed) { Rows = [3, 0, 7, 1, 12, 5, 9], Window = 3, Budget = seed % 5 };
            WorkflowHistory history = export.Run();

            Assert.Equal("Successful", history.Outcome);
            Assert.Equal(export.Expected, export.File);
        }
    }

    [Fact]
    public void The_window_is_filled_and_never_passed()
    {
        for (int window = 1; window <= 8; window++)
        {
            var export = new SimulatedExport(window) { Rows = [.. Enumerable.Repeat(5, 40)], Window = window, Budget = 2 };
            export.Run();

            Assert.Equal(window, export.MostAtATime);
        }
    }

    [Fact]
    public void A_slice_that_ends_makes_room_for_the_next_at_once()
    {
        var replay = new WorkflowReplay("job");
        replay.Feed(new HistoryEvent(0, JsonSerializer.Serialize(new ExportPlan(5, 2, 0, 10)), null));
        Assert.Equal([0, 1], Started(replay));

        replay.Feed(new HistoryEvent(2, JsonSerializer.Serialize(new SliceResult(1, 0, "a", 1, 1, null)), null));
        Assert.Equal([0, 1, 2], Started(replay));
    }

    [Fact]
    public void A_slice_that_ran_out_of_time_goes_on_from_its_cursor_before_later_ones_start()
    {
        var replay = new WorkflowReplay("job");
        replay.Feed(new HistoryEvent(0, JsonSerializer.Serialize(new ExportPlan(5, 2, 0, 10)), null));
        replay.Feed(new HistoryEvent(1, JsonSerializer.Serialize(new SliceResult(0, 0, "a", 4, 1, "key")), null));

        Assert.Equal(new SliceRequest("job", 0, 1, "key", 0, "a"), replay.Requests[^1]);
        Assert.Equal([0, 1, 0], Started(replay));
    }

    [Fact]
    public void Payloads_are_small_however_often_slices_had_to_go_on()
    {
        var export = new SimulatedExport(1) { Rows = [.. Enumerable.Repeat(40, 96)], Window = 16, Budget = 1 };
        export.Run();

        CommitRequest commit = Assert.Single(export.Replay.Requests.OfType<CommitRequest>());
        Assert.Equal(96, commit.Slices.Distinct().Count());
        Assert.Equal(export.Expected, export.File);
        Assert.All(export.Replay.Calls, call => Assert.InRange(call.Length, 0, 16 * 1024));
    }

    [Fact]
    public void Progress_rises_to_the_whole()
    {
        var export = new SimulatedExport(3) { Rows = [3, 4, 5], Budget = 2 };
        WorkflowHistory history = export.Run();

        Assert.Equal(new ExportProgress(3, 3, 12, 12), export.Replay.Progress);
        long[] rows = [.. history.ProgressBefore.Select(text => JsonSerializer.Deserialize<ExportProgress?>(text)?.Rows ?? 0)];
        Assert.Equal(rows.Order(), rows);
    }

    [Fact]
    public async Task An_engine_that_stops_is_no_failure_of_the_job()
    {
        var steps = new Mock<IExportSteps>(MockBehavior.Strict);
        var signals = new Mock<IExportSignals>();
        signals.Setup(signal => signal.CancelRequested).Returns(new TaskCompletionSource().Task);
        steps.Setup(step => step.PlanAsync(new PlanRequest("job"))).ThrowsAsync(new OperationCanceledException());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ExportWorkflow.RunAsync("job", steps.Object, signals.Object));
        steps.VerifyAll();
        steps.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task The_steps_are_called_in_order_and_finish_gets_what_commit_made()
    {
        var calls = new List<string>();
        var file = new ExportFile(true, "job/file.csv", 10, 2, "aa", "bb");
        var steps = new Mock<IExportSteps>(MockBehavior.Strict);
        steps.Setup(step => step.PlanAsync(It.IsAny<PlanRequest>())).Callback(() => calls.Add("plan")).ReturnsAsync(new ExportPlan(1, 1, 0, 2));
        steps.Setup(step => step.ExportSliceAsync(It.IsAny<SliceRequest>())).Callback(() => calls.Add("slice")).ReturnsAsync(new SliceResult(0, 0, "a", 2, 10, null));
        steps.Setup(step => step.CommitAsync(It.IsAny<CommitRequest>())).Callback(() => calls.Add("commit")).ReturnsAsync(file);
        steps.Setup(step => step.FinishAsync(new FinishRequest("job", ExportOutcome.Successful, file, null))).Callback(() => calls.Add("finish")).Returns(Task.CompletedTask);
        var signals = new Mock<IExportSignals>();
        signals.Setup(signal => signal.CancelRequested).Returns(new TaskCompletionSource().Task);

        Assert.Equal(ExportOutcome.Successful, await ExportWorkflow.RunAsync("job", steps.Object, signals.Object));
        Assert.Equal(["plan", "slice", "commit", "finish"], calls);
    }

    private static int[] Started(WorkflowReplay replay) => [.. replay.Requests.OfType<SliceRequest>().Select(request => request.Slice)];
}
