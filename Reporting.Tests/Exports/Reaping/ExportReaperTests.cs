using Microsoft.Extensions.Time.Testing;
using Moq;
using Reporting.Exports;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Reaping;
using Reporting.Exports.Slices;
using Reporting.Tests.Faults;

namespace Reporting.Tests.Exports.Reaping;

public sealed class ExportReaperTests(AzuriteServer azurite)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_that_was_never_started_is_started_and_one_just_made_is_left()
    {
        await using ExportRig rig = await CreateAsync();
        ExportJob old = await rig.AddJobAsync(seconds: 20);
        rig.Time.Advance(Tick);
        ExportJob fresh = await rig.AddJobAsync(seconds: 20);
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
        await using ExportRig rig = await CreateAsync(engine);
        ExportJob job = await HalfWayAsync(rig);
        await rig.Get<ExportReaper>().RunAsync(Token);
        Assert.Equal(ExportState.InProgress, (await rig.FindAsync(job.Id)).State);
        rig.Time.Advance(Tick);
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
        await using ExportRig rig = await CreateAsync();
        ExportJob queued = await rig.AddJobAsync(seconds: 20);
        ExportJob job = await HalfWayAsync(rig);
        await rig.WithdrawAsync(queued.Id);
        await rig.WithdrawAsync(job.Id);
        rig.Time.Advance(Tick);
        await rig.Get<ExportReaper>().RunAsync(Token);
        rig.Time.Advance(Tick);
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
        await using ExportRig rig = await CreateAsync();
        ExportJob job = await HalfWayAsync(rig, noSlice: true);
        DateTimeOffset began = rig.Time.GetUtcNow();
        Answer(rig, RunnerState.Running, began);
        while (rig.Time.GetUtcNow() - began < TimeSpan.FromMinutes(14))
        {
            rig.Time.Advance(Tick);
            await rig.Get<ExportReaper>().RunAsync(Token);
            Assert.Equal(ExportState.InProgress, (await rig.FindAsync(job.Id)).State);
        }

        rig.Time.Advance(Tick);
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
        ExportJob job = await HalfWayAsync(rig);
        Assert.NotNull(await rig.Get<SliceStore>().FindLastWriteAsync(job.Id, Token));
        Assert.Null(await rig.Get<SliceStore>().FindLastWriteAsync(ExportIds.Create(rig.Time.GetUtcNow()), Token));

        Answer(rig, RunnerState.Running, rig.Time.GetUtcNow());
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
        await using ExportRig first = await CreateAsync(account);
        ExportJob job = await HalfWayAsync(first);
        await first.Get<ExportReaper>().RunAsync(Token);
        await using ExportRig second = await CreateAsync(account);
        second.Time.Advance(Tick);
        Answer(second, RunnerState.Running, second.Time.GetUtcNow());
        Assert.NotNull((await second.FindAsync(job.Id)).Suspicion);

        await second.Get<ExportReaper>().RunAsync(Token);
        Assert.Null((await second.FindAsync(job.Id)).Suspicion);
        Answer(second, RunnerState.Missing, null);
        await second.Get<ExportReaper>().RunAsync(Token);
        Assert.Equal(ExportState.InProgress, (await second.FindAsync(job.Id)).State);
    }

    [Fact]
    public async Task Two_reapers_at_once_count_as_one_look_and_end_a_job_once()
    {
        string account = azurite.NewAccount();
        await using ExportRig one = await CreateAsync(account);
        await using ExportRig other = await CreateAsync(account);
        ExportJob job = await HalfWayAsync(one);
        await BothAsync();
        Assert.Equal(ExportState.InProgress, (await one.FindAsync(job.Id)).State);
        one.Time.Advance(Tick);
        other.Time.Advance(Tick);
        await BothAsync();

        Assert.Equal(ExportState.Failed, (await one.FindAsync(job.Id)).State);
        Assert.Single(one.Runner.Invocations.Concat(other.Runner.Invocations), call => call.Method.Name is nameof(IExportRunner.SignalCancelAsync));

        Task BothAsync() => Task.WhenAll(one.Get<ExportReaper>().RunAsync(Token), other.Get<ExportReaper>().RunAsync(Token));
    }

    [Fact]
    public async Task A_job_that_finishes_at_the_moment_it_is_judged_keeps_its_file()
    {
        await using ExportRig rig = await CreateAsync();
        ExportJob job = await HalfWayAsync(rig);
        await rig.Get<ExportReaper>().RunAsync(Token);
        rig.Time.Advance(Tick);

        // The look has the row as it was; before the engine answers, the job comes to its end.
        rig.Runner.Setup(runner => runner.GetStatusAsync(job.Id, It.IsAny<CancellationToken>())).Returns(async () =>
        {
            await rig.RunAsync(job.Id);
            return new RunnerStatus(RunnerState.Completed, rig.Time.GetUtcNow());
        });
        await rig.Jobs.UpdateAsync(job.Id, current => current with { Suspicion = current.Suspicion! with { Engine = RunnerState.Completed } }, Token);
        await rig.Get<ExportReaper>().RunAsync(Token);

        ExportJob ended = await rig.FindAsync(job.Id);
        Assert.Equal(ExportState.Successful, ended.State);
        Assert.NotNull(await rig.ReadAsync(ended.FileName));
        Assert.NotNull(await rig.ReadAsync(ExportNames.Manifest(job.Id)));
    }

    [Fact]
    public async Task A_commit_at_work_while_its_job_is_ended_leaves_nothing_behind()
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(azurite.NewAccount(), Token);
        await using ExportRig rig = await CreateAsync(proxy.ConnectionString);
        ExportJob job = await HalfWayAsync(rig);
        await rig.Get<ExportReaper>().RunAsync(Token);
        rig.Time.Advance(Tick);
        HoldPoint commit = proxy.HoldBefore(request => request.IsPutBlockList && !request.Target.Contains("manifest", StringComparison.Ordinal));
        Task<ExportJob> late = rig.RunAsync(job.Id);
        await commit.Reached.WaitAsync(Token);

        // The reaper's own cleaning would be held too: it discards what is staged in the same way. Its write of the row is what counts here.
        ExportChange ended = await rig.Jobs.TransitionAsync(job.Id, ExportState.Failed, failed => failed with { StateMessage = "reaped", EndedAt = rig.Time.GetUtcNow() }, Token);
        commit.Release();
        await late;

        Assert.True(ended.Won);
        Assert.Equal((ExportState.Failed, "reaped"), ((await rig.FindAsync(job.Id)).State, (await rig.FindAsync(job.Id)).StateMessage));
        Assert.Empty(await rig.BlobsAsync(job.Id));
    }

    [Fact]
    public async Task The_end_of_a_job_survives_a_lost_answer()
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(azurite.NewAccount(), Token);
        await using ExportRig rig = await CreateAsync(proxy.ConnectionString);
        ExportJob job = await HalfWayAsync(rig);
        int lost = 0;
        proxy.Add(
            request => request.IsWrite && request.Target.StartsWith("/exports(", StringComparison.Ordinal),
            exchange =>
            {
                lost++;
                return KnownFaults.LostResponse(exchange);
            },
            times: 2);
        await rig.Get<ExportReaper>().RunAsync(Token);
        rig.Time.Advance(Tick);
        await rig.Get<ExportReaper>().RunAsync(Token);

        Assert.Equal(2, lost);
        Assert.Equal(ExportState.Failed, (await rig.FindAsync(job.Id)).State);
        Assert.Empty(await rig.BlobsAsync(job.Id));
    }

    [Fact]
    public async Task Jobs_of_another_engine_are_left_and_one_that_cannot_be_looked_at_holds_up_no_other()
    {
        await using ExportRig rig = await CreateAsync();
        ExportJob foreign = await rig.AddJobAsync(seconds: 20, engine: "other");
        ExportJob bad = await rig.AddJobAsync(seconds: 20);
        ExportJob good = await rig.AddJobAsync(seconds: 20);
        rig.Runner.Setup(runner => runner.GetStatusAsync(bad.Id, It.IsAny<CancellationToken>())).ThrowsAsync(new InvalidOperationException("no answer"));
        rig.Time.Advance(Tick);
        await rig.Get<ExportReaper>().RunAsync(Token);

        rig.Runner.Verify(runner => runner.StartAsync(good.Id, It.IsAny<CancellationToken>()), Times.Once);
        rig.Runner.Verify(runner => runner.GetStatusAsync(foreign.Id, It.IsAny<CancellationToken>()), Times.Never);
    }

    [Fact]
    public async Task A_tick_that_runs_out_of_time_goes_on_where_it_was()
    {
        await using ExportRig rig = await CreateAsync();
        for (int number = 0; number < 3; number++)
        {
            await rig.AddJobAsync(seconds: 20);
            rig.Time.Advance(Tick);
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

    private Task<ExportRig> CreateAsync(RunnerState engine = RunnerState.Missing) => CreateAsync(azurite.NewAccount(), engine);

    private static async Task<ExportRig> CreateAsync(string account, RunnerState engine = RunnerState.Missing)
    {
        ExportRig rig = await ExportRig.CreateAtAsync(account, new FakeLog().Fill(20));
        Answer(rig, engine, engine == RunnerState.Missing ? null : rig.Time.GetUtcNow());
        return rig;
    }

    private static void Answer(ExportRig rig, RunnerState engine, DateTimeOffset? at) =>
        rig.Runner.Setup(runner => runner.GetStatusAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).ReturnsAsync(new RunnerStatus(engine, at));

    /// <summary>A job in progress with a slice written and its blocks staged.</summary>
    private static async Task<ExportJob> HalfWayAsync(ExportRig rig, bool noSlice = false)
    {
        ExportJob job = await rig.AddPlannedJobAsync(seconds: 20);
        if (!noSlice)
        {
            await rig.SliceAsync(job);
            Assert.Equal(2, (await rig.BlobsAsync(job.Id)).Count);
        }

        return await rig.FindAsync(job.Id);
    }
}
