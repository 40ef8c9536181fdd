using Moq;
using Reporting.Exports;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Reaping;
using Reporting.Exports.Workflow;
using Reporting.Tests.Faults;
using Reporting.Tests.Storage;

namespace Reporting.Tests.Exports.Reaping;

/// <summary>The reaper against others who work on the same job at the same moment, and against lost answers.</summary>
public sealed class ReaperRaceTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_reapers_at_once_count_as_one_look_and_end_a_job_once()
    {
        string account = azurite.NewAccount();
        await using ExportRig one = await ReaperRig.CreateAsync(account);
        await using ExportRig other = await ReaperRig.CreateAsync(account);
        ExportJob job = await ReaperRig.HalfWayAsync(one);
        await BothAsync();
        Assert.Equal(ExportState.InProgress, (await one.FindAsync(job.Id)).State);
        one.Time.Advance(ReaperRig.Tick);
        other.Time.Advance(ReaperRig.Tick);
        await BothAsync();

        Assert.Equal(ExportState.Failed, (await one.FindAsync(job.Id)).State);
        Assert.Single(one.Runner.Invocations.Concat(other.Runner.Invocations), call => call.Method.Name is nameof(IExportRunner.SignalCancelAsync));

        Task BothAsync() => Task.WhenAll(one.Get<ExportReaper>().RunAsync(Token), other.Get<ExportReaper>().RunAsync(Token));
    }

    [Fact]
    public async Task A_job_that_finishes_at_the_moment_it_is_judged_keeps_its_file()
    {
        await using ExportRig rig = await ReaperRig.CreateAsync(azurite.NewAccount());
        ExportJob job = await ReaperRig.HalfWayAsync(rig);
        await rig.Get<ExportReaper>().RunAsync(Token);
        rig.Time.Advance(ReaperRig.Tick);

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
        await using ExportRig rig = await ReaperRig.CreateAsync(proxy.ConnectionString);
        ExportJob job = await ReaperRig.HalfWayAsync(rig);
        await rig.Get<ExportReaper>().RunAsync(Token);
        rig.Time.Advance(ReaperRig.Tick);
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
        await using ExportRig rig = await ReaperRig.CreateAsync(proxy.ConnectionString);
        ExportJob job = await ReaperRig.HalfWayAsync(rig);
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
        rig.Time.Advance(ReaperRig.Tick);
        await rig.Get<ExportReaper>().RunAsync(Token);

        Assert.Equal(2, lost);
        Assert.Equal(ExportState.Failed, (await rig.FindAsync(job.Id)).State);
        Assert.Empty(await rig.BlobsAsync(job.Id));
    }
}
