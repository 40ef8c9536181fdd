using Microsoft.Extensions.Time.Testing;
using Moq;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Exports.Reaping;
using Reporting.Exports.Slices;
using Reporting.Exports.Workflow;
using Reporting.Tests.Storage;

namespace Reporting.Tests.Exports.Reaping;

public sealed class ExportReaperTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_that_was_never_started_is_started_and_one_just_made_is_left()
    {
        await using ExportRig rig = await ReaperRig.CreateAsync(azurite.NewAccount());
        ExportJob old = await rig.AddJobAsync(seconds: 20, slices: 1);
        rig.Time.Advance(ReaperRig.Tick);
        ExportJob fresh = await rig.AddJobAsync(seconds: 20, slices: 1);
        await rig.Get<ExportReaper>().RunAsync(Token);

        rig.Runner.Verify(runner => runner.StartAsync(old.Id, It.IsAny<CancellationToken>()), Times.Once);
        rig.Runner.Verify(runner => runner.StartAsync(fresh.Id, It.IsAny<CancellationToken>()), Times.Never);
    }

    [Theory]
    [InlineData(RunnerState.Missing, "does not know it any more")]
    [InlineData(RunnerState.Completed, "without ending it")]
    [InlineData(RunnerState.Failed, "gave the export up")]
    public async Task A_job_whose_engine_is_through_with_it_is_failed_within_two_ticks_and_leaves_no_file(RunnerState engine, string reason)
    {
        await using ExportRig rig = await ReaperRig.CreateAsync(azurite.NewAccount(), engine);
        ExportJob job = await ReaperRig.HalfWayAsync(rig);
        await rig.Get<ExportReaper>().RunAsync(Token);
        Assert.Equal(ExportState.InProgress, (await rig.FindAsync(job.Id)).State);
        rig.Time.Advance(ReaperRig.Tick);
        await rig.Get<ExportReaper>().RunAsync(Token);

        ExportJob ended = await rig.FindAsync(job.Id);
        Assert.Equal((ExportState.Failed, null, rig.Time.GetUtcNow()), (ended.State, ended.Suspicion, ended.EndedAt));
        Assert.Contains(reason, ended.StateMessage, StringComparison.Ordinal);
        Assert.Empty(await rig.BlobsAsync(job.Id));
        rig.Runner.Verify(runner => runner.SignalCancelAsync(job.Id, It.IsAny<CancellationToken>()), Times.Once);
    }

    [Fact]
    public async Task A_job_that_somebody_cancelled_and_whose_engine_has_lost_it_becomes_cancelled()
    {
        await using ExportRig rig = await ReaperRig.CreateAsync(azurite.NewAccount());
        ExportJob queued = await rig.AddJobAsync(seconds: 20, slices: 1);
        ExportJob job = await ReaperRig.HalfWayAsync(rig);
        await rig.Service.DeleteAsync(queued.Id, "admin@localhost", Token);
        await rig.Service.DeleteAsync(job.Id, "admin@localhost", Token);
        rig.Time.Advance(ReaperRig.Tick);
        await rig.Get<ExportReaper>().RunAsync(Token);
        rig.Time.Advance(ReaperRig.Tick);
        await rig.Get<ExportReaper>().RunAsync(Token);

        foreach (string id in new[] { queued.Id, job.Id })
        {
            ExportJob ended = await rig.FindAsync(id);
            Assert.Equal((ExportState.Canceled, "Cancelled by admin@localhost."), (ended.State, ended.StateMessage));
        }
    }

    [Fact]
    public async Task Silence_is_left_alone_for_three_visibility_timeouts_and_ended_after_them()
    {
        await using ExportRig rig = await ReaperRig.CreateAsync(azurite.NewAccount());
        ExportJob job = await ReaperRig.HalfWayAsync(rig, noSlice: true);
        DateTimeOffset began = rig.Time.GetUtcNow();
        ReaperRig.Answer(rig, RunnerState.Running, began);
        while (rig.Time.GetUtcNow() - began < TimeSpan.FromMinutes(14))
        {
            rig.Time.Advance(ReaperRig.Tick);
            await rig.Get<ExportReaper>().RunAsync(Token);
            Assert.Equal(ExportState.InProgress, (await rig.FindAsync(job.Id)).State);
        }

        rig.Time.Advance(ReaperRig.Tick);
        await rig.Get<ExportReaper>().RunAsync(Token);
        ExportJob ended = await rig.FindAsync(job.Id);
        Assert.Equal((ExportState.Failed, "Nothing was heard of the export for 15 minutes. Ask for it again."), (ended.State, ended.StateMessage));
    }

    [Fact]
    public async Task A_slice_that_notes_its_progress_keeps_a_job_alive_whose_engine_is_silent()
    {
        // Notes carry the service's own clock, which is the machine's.
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(20), time: new FakeTimeProvider(now.AddHours(-1)));
        ExportJob job = await ReaperRig.HalfWayAsync(rig);
        Assert.NotNull(await rig.Get<SliceStore>().FindLastWriteAsync(job.Id, Token));
        Assert.Null(await rig.Get<SliceStore>().FindLastWriteAsync(ExportIds.Create(rig.Time.GetUtcNow()), Token));

        ReaperRig.Answer(rig, RunnerState.Running, rig.Time.GetUtcNow());
        rig.Time.Advance(TimeSpan.FromHours(1));
        await rig.Get<ExportReaper>().RunAsync(Token);
        Assert.Null((await rig.FindAsync(job.Id)).Suspicion);

        rig.Time.Advance(TimeSpan.FromMinutes(30));
        await rig.Get<ExportReaper>().RunAsync(Token);
        Assert.Equal(RunnerState.Running, (await rig.FindAsync(job.Id)).Suspicion?.Engine);
    }

    [Fact]
    public async Task A_suspicion_outlives_the_process_and_ends_when_the_engine_is_heard_of_again()
    {
        string account = azurite.NewAccount();
        await using ExportRig first = await ReaperRig.CreateAsync(account);
        ExportJob job = await ReaperRig.HalfWayAsync(first);
        await first.Get<ExportReaper>().RunAsync(Token);
        await using ExportRig second = await ReaperRig.CreateAsync(account);
        second.Time.Advance(ReaperRig.Tick);
        ReaperRig.Answer(second, RunnerState.Running, second.Time.GetUtcNow());
        Assert.NotNull((await second.FindAsync(job.Id)).Suspicion);

        await second.Get<ExportReaper>().RunAsync(Token);
        Assert.Null((await second.FindAsync(job.Id)).Suspicion);
        ReaperRig.Answer(second, RunnerState.Missing, null);
        await second.Get<ExportReaper>().RunAsync(Token);
        Assert.Equal(ExportState.InProgress, (await second.FindAsync(job.Id)).State);
    }

    [Fact]
    public async Task Jobs_of_another_engine_are_left_and_one_that_cannot_be_looked_at_holds_up_no_other()
    {
        await using ExportRig rig = await ReaperRig.CreateAsync(azurite.NewAccount());
        ExportJob foreign = await rig.AddJobAsync(seconds: 20, slices: 1, engine: "other");
        ExportJob bad = await rig.AddJobAsync(seconds: 20, slices: 1);
        ExportJob good = await rig.AddJobAsync(seconds: 20, slices: 1);
        rig.Runner.Setup(runner => runner.GetStatusAsync(bad.Id, It.IsAny<CancellationToken>())).ThrowsAsync(new InvalidOperationException("no answer"));
        rig.Time.Advance(ReaperRig.Tick);
        await rig.Get<ExportReaper>().RunAsync(Token);

        rig.Runner.Verify(runner => runner.StartAsync(good.Id, It.IsAny<CancellationToken>()), Times.Once);
        rig.Runner.Verify(runner => runner.GetStatusAsync(foreign.Id, It.IsAny<CancellationToken>()), Times.Never);
    }

    [Fact]
    public async Task A_job_older_than_a_week_is_looked_at_once_an_hour_and_by_every_new_process()
    {
        string account = azurite.NewAccount();
        await using ExportRig rig = await ReaperRig.CreateAsync(account);
        ExportJob job = await ReaperRig.HalfWayAsync(rig);
        rig.Time.Advance(TimeSpan.FromDays(8));
        await rig.Get<ExportReaper>().RunAsync(Token);
        Assert.NotNull((await rig.FindAsync(job.Id)).Suspicion);
        rig.Time.Advance(TimeSpan.FromMinutes(59));
        await rig.Get<ExportReaper>().RunAsync(Token);
        Assert.Equal(ExportState.InProgress, (await rig.FindAsync(job.Id)).State);
        rig.Time.Advance(ReaperRig.Tick);
        await rig.Get<ExportReaper>().RunAsync(Token);
        Assert.Equal(ExportState.Failed, (await rig.FindAsync(job.Id)).State);

        ExportJob other = await ReaperRig.HalfWayAsync(rig);
        await using ExportRig later = await ReaperRig.CreateAsync(account);
        later.Time.Advance(TimeSpan.FromDays(20));
        await later.Get<ExportReaper>().RunAsync(Token);
        Assert.NotNull((await later.FindAsync(other.Id)).Suspicion);
    }

    [Fact]
    public async Task A_tick_that_runs_out_of_time_goes_on_where_it_was()
    {
        await using ExportRig rig = await ReaperRig.CreateAsync(azurite.NewAccount());
        for (int number = 0; number < 3; number++)
        {
            await rig.AddJobAsync(seconds: 20, slices: 1);
            rig.Time.Advance(ReaperRig.Tick);
        }

        var looked = new List<string>();
        rig.Runner.Setup(runner => runner.GetStatusAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).ReturnsAsync((string id, CancellationToken _) =>
        {
            looked.Add(id);
            rig.Time.Advance(TimeSpan.FromSeconds(30));
            return new RunnerStatus(RunnerState.Running, rig.Time.GetUtcNow());
        });
        await rig.Get<ExportReaper>().RunAsync(Token);
        Assert.Equal(2, looked.Count);
        await rig.Get<ExportReaper>().RunAsync(Token);
        Assert.Equal(3, looked.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(3, looked.Count);
    }
}
