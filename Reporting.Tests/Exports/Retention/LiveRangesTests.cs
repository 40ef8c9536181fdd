using Reporting.Activity.Records;
using Reporting.Activity.Retention;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Exports.Planning;
using Reporting.Exports.Requests;
using Reporting.Exports.Retention;
using Reporting.Tests.Activity.Retention;

namespace Reporting.Tests.Exports.Retention;

/// <summary>Exports and the deletion of activity: no export loses rows of its range while it runs, in either order.</summary>
public sealed class LiveRangesTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_running_exports_of_any_engine_read_is_kept_by_their_plans()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(40));
        ExportJob one = await rig.AddJobAsync(seconds: 20);
        ExportJob other = await rig.AddJobAsync(seconds: 30, engine: "other");
        await rig.AddJobAsync(seconds: 40); // Queued.
        await rig.PlanAsync(one);
        await rig.PlanAsync(other);

        Assert.Equal(
            [new KeptRange(FakeLog.Start, FakeLog.Start.AddSeconds(20)), new KeptRange(FakeLog.Start, FakeLog.Start.AddSeconds(30))],
            (await rig.Get<LiveRanges>().FindAsync(Token)).OrderBy(range => range.Until));
        await rig.RunAsync(one.Id);
        await rig.RunAsync(other.Id);
        Assert.Empty(await rig.Get<LiveRanges>().FindAsync(Token));
    }

    [Fact]
    public async Task An_export_that_was_planned_before_the_retention_was_shortened_reads_all_that_its_plan_says()
    {
        await using AgedLog log = await AgedLog.CreateAsync(azurite.NewAccount());
        log.Options.RetentionDays = 0;
        ExportJob job = await StartAsync(log);
        await log.Rig.PlanAsync(job);
        log.Options.RetentionDays = 30;
        await RetainAsync(log);
        ExportJob ended = await log.Rig.RunAsync(job.Id);

        Assert.Equal((ExportState.Successful, AgedLog.Numbers.Count), (ended.State, (int)ended.RowCount));
        await RetainAsync(log);
        Assert.Equal(9, (await log.HoursAsync(RecipeRuns.Table)).Count);
    }

    [Fact]
    public async Task An_export_that_is_being_planned_keeps_all_it_may_come_to()
    {
        await using AgedLog log = await AgedLog.CreateAsync(azurite.NewAccount());
        ExportJob job = await StartAsync(log);
        await log.Rig.Jobs.TransitionAsync(job.Id, ExportState.InProgress, begun => begun with { StartedAt = log.Time.GetUtcNow() }, Token);
        await RetainAsync(log);

        Assert.Equal(AgedLog.Numbers.Count, (await log.HoursAsync(RecipeRuns.Table)).Count);
    }

    [Fact]
    public async Task An_export_that_is_planned_after_a_run_has_begun_begins_behind_what_the_run_may_delete_whatever_its_process_knows_of_the_setting()
    {
        await using AgedLog log = await AgedLog.CreateAsync(azurite.NewAccount());
        ExportJob job = await StartAsync(log);
        await log.Rig.Get<ActivityRetention>().RunAsync(
            async token =>
            {
                // The run has set its mark and is about to ask who reads; in a process that still keeps everything, the export gets its plan.
                IReadOnlyList<KeptRange> seen = await log.Rig.Get<LiveRanges>().FindAsync(token);
                log.Options.RetentionDays = 0;
                await log.Rig.PlanAsync(job);
                return seen;
            },
            new RetentionBudget(log.Time, TimeSpan.FromMinutes(1), 1_000_000),
            Token);
        ExportJob ended = await log.Rig.RunAsync(job.Id);
        StoredPlan plan = (await PlanFile.FindAsync(log.Rig.Files, job.Id, Token))!;

        Assert.Equal((AgedLog.Before, AgedLog.Before), (plan.AvailableFrom, plan.Since));
        Assert.Equal((ExportState.Successful, 9), (ended.State, (int)ended.RowCount));
    }

    private static Task RetainAsync(AgedLog log) =>
        log.Rig.Get<ActivityRetention>().RunAsync(log.Rig.Get<LiveRanges>().FindAsync, new RetentionBudget(log.Time, TimeSpan.FromMinutes(1), 1_000_000), Token);

    private static async Task<ExportJob> StartAsync(AgedLog log) =>
        (await log.Rig.Get<ExportIntake>().StartAsync(new ExportStart { Input = new ExportInput { Report = "usage", Columns = ["runId"] }, RequestedBy = "admin@localhost" }, Token)).Job!;
}
