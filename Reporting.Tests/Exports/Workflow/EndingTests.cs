using Reporting.Exports.Workflow;

namespace Reporting.Tests.Exports.Workflow;

public sealed class EndingTests
{
    [Fact]
    public void A_cancel_at_any_moment_ends_with_exactly_one_finish()
    {
        for (int moment = 0; moment < 40; moment++)
        {
            var export = new SimulatedExport(moment) { Rows = [4, 4, 4, 4, 4], Window = 2, Budget = 2, CancelBefore = moment };
            WorkflowHistory history = export.Run();

            FinishRequest finish = Assert.Single(export.Finishes);
            Assert.Equal(finish.Outcome.ToString(), history.Outcome);
            Assert.Equal(export.File is null ? ExportOutcome.Canceled : ExportOutcome.Successful, finish.Outcome);
            Assert.Equal(export.File is not null, finish.File is not null);
        }
    }

    [Fact]
    public void A_cancel_starts_no_more_slices_and_waits_for_none()
    {
        var replay = new WorkflowReplay("job");
        replay.Feed(new HistoryEvent(0, """{"SliceCount":9,"Window":3,"First":0,"EstimatedRows":90}""", null));
        int calls = replay.Calls.Count;
        replay.Feed(HistoryEvent.Cancel);

        Assert.Equal(calls + 1, replay.Calls.Count);
        Assert.Equal(new FinishRequest("job", ExportOutcome.Canceled, null, null), replay.Requests[^1]);
    }

    [Fact]
    public void A_cancel_during_the_commit_leaves_the_decision_to_the_commit()
    {
        foreach (bool found in new[] { true, false })
        {
            // Events: plan, slice, then the signal while the commit is under way.
            var export = new SimulatedExport(1) { Rows = [4], CancelBefore = 2, CommitFindsCancel = found };
            export.Run();

            Assert.Equal(found ? ExportOutcome.Canceled : ExportOutcome.Successful, Assert.Single(export.Finishes).Outcome);
        }
    }

    [Fact]
    public void A_plan_that_finds_the_job_cancelled_ends_it()
    {
        var replay = new WorkflowReplay("job");
        replay.Feed(new HistoryEvent(0, """{"SliceCount":1,"Window":1,"First":0,"EstimatedRows":0,"Canceled":true}""", null));

        Assert.Equal(new FinishRequest("job", ExportOutcome.Canceled, null, null), replay.Requests[^1]);
    }

    [Fact]
    public void A_slice_that_finds_the_job_cancelled_ends_it_without_a_signal()
    {
        var replay = new WorkflowReplay("job");
        replay.Feed(new HistoryEvent(0, """{"SliceCount":4,"Window":2,"First":0,"EstimatedRows":0}""", null));
        replay.Feed(new HistoryEvent(1, """{"Slice":0,"Part":0,"Attempt":"a","Rows":1,"Bytes":1,"Cursor":null,"Canceled":true}""", null));

        Assert.Equal(new FinishRequest("job", ExportOutcome.Canceled, null, null), replay.Requests[^1]);
    }

    [Fact]
    public void A_failure_of_any_step_ends_with_exactly_one_finish_and_a_reason_without_secrets()
    {
        string[] steps = ["plan", "slice", "slice", "slice", "commit"];
        for (int call = 0; call < steps.Length; call++)
        {
            var export = new SimulatedExport(call) { Rows = [4, 4, 4], Window = 3, FailCall = call };
            WorkflowHistory history = export.Run();

            FinishRequest finish = Assert.Single(export.Finishes);
            Assert.StartsWith(steps[call], history.Calls[call], StringComparison.Ordinal);
            Assert.Equal(ExportOutcome.Failed, finish.Outcome);
            Assert.NotEmpty(finish.Reason!);
            Assert.DoesNotContain("secret", finish.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_reason_meant_to_be_shown_is_shown()
    {
        var replay = new WorkflowReplay("job");
        Assert.Equal("No room is left.", ReasonOf(new ExportStepException("No room is left.")));
        Assert.Contains("Planning", ReasonOf(new InvalidOperationException("secret")), StringComparison.Ordinal);

        static string? ReasonOf(Exception failure)
        {
            FinishRequest? finish = null;
            var steps = new Moq.Mock<IExportSteps>();
            steps.Setup(step => step.PlanAsync(Moq.It.IsAny<PlanRequest>())).Returns(Task.FromException<ExportPlan>(failure));
            steps.Setup(step => step.FinishAsync(Moq.It.IsAny<FinishRequest>())).Callback<FinishRequest>(request => finish = request).Returns(Task.CompletedTask);
            var signals = new Moq.Mock<IExportSignals>();
            signals.Setup(signal => signal.CancelRequested).Returns(new TaskCompletionSource().Task);
            Assert.True(ExportWorkflow.RunAsync("job", steps.Object, signals.Object).IsCompletedSuccessfully);
            return finish!.Reason;
        }
    }

    [Fact]
    public void A_finish_that_fails_goes_to_the_engine_and_is_not_called_again()
    {
        // Calls: plan, slice, commit, finish.
        var export = new SimulatedExport(1) { Rows = [4], FailCall = 3 };
        WorkflowHistory history = export.Run();

        Assert.Single(export.Finishes);
        Assert.Equal("threw", history.Outcome);
    }
}
