using Azure.Data.Tables;
using Reporting.Composition;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Exports.Workflow;
using Reporting.Local.Durable;
using Reporting.Local.Housekeeping;
using Reporting.Storage;
using Reporting.Tests.Exports;

namespace Reporting.Tests.Local.Durable;

/// <summary>The local host's engine: the Durable Task Framework in this process, on Azurite.</summary>
public sealed class TaskHubTests(AzuriteServer azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_export_runs_once_however_often_it_is_started_and_its_hub_can_be_elsewhere()
    {
        string account = azurite.NewAccount();
        string hub = azurite.NewAccount();
        await using TaskHubFixture engine = await TaskHubFixture.StartAsync(account, hub);
        string id = await engine.StartExportAsync();
        await engine.Runner.StartAsync(id, Cancellation);
        ExportJob job = await engine.WaitForEndAsync(id);
        await engine.Runner.StartAsync(id, Cancellation);

        Assert.Equal((ExportState.Successful, engine.Log.Csv(0, 40)), (job.State, await engine.FileAsync(job)));
        Assert.Equal([0, 10, 20, 30], engine.Log.Read);
        Assert.Equal(RunnerState.Completed, (await engine.Runner.GetStatusAsync(id, Cancellation)).State);
        Assert.Empty(await TablesAsync(account, TaskHub.Name));
        Assert.NotEmpty(await TablesAsync(hub, TaskHub.Name));
    }

    [Fact]
    public async Task An_export_whose_host_is_stopped_goes_on_under_the_next_and_repeats_no_slice_that_has_ended()
    {
        string account = azurite.NewAccount();
        var reached = new TaskCompletionSource();
        string id;
        FakeLog first;
        await using (TaskHubFixture engine = await TaskHubFixture.StartAsync(account, log: HangAt(20, reached)))
        {
            first = engine.Log;
            id = await engine.StartExportAsync();
            await reached.Task.WaitAsync(Cancellation);
        }

        await using TaskHubFixture next = await TaskHubFixture.StartAsync(account);
        ExportJob job = await next.WaitForEndAsync(id);

        Assert.Equal((ExportState.Successful, next.Log.Csv(0, 40)), (job.State, await next.FileAsync(job)));
        Assert.Equal([0, 10], first.Read);
        Assert.Equal([20, 30], next.Log.Read);
    }

    [Fact]
    public async Task An_activity_that_fails_is_tried_again_and_its_export_succeeds()
    {
        LongTests.SkipUnlessEnabled(); // The first retry comes after five seconds.
        int failures = 1;
        var log = new FakeLog { BeforeSlice = second => second == 10 && Interlocked.Decrement(ref failures) >= 0 ? throw new TimeoutException("busy") : Task.CompletedTask };
        await using TaskHubFixture engine = await TaskHubFixture.StartAsync(azurite.NewAccount(), log: log);
        ExportJob job = await engine.WaitForEndAsync(await engine.StartExportAsync());

        Assert.Equal(ExportState.Successful, job.State);
        Assert.Equal([0, 10, 20, 30], engine.Log.Read);
    }

    [Fact]
    public async Task A_reason_that_may_be_shown_ends_the_export_at_once_and_is_shown()
    {
        var log = new FakeLog { BeforeSlice = second => second == 10 ? throw new ExportStepException("The range holds too much.") : Task.CompletedTask };
        await using TaskHubFixture engine = await TaskHubFixture.StartAsync(azurite.NewAccount(), log: log);
        ExportJob job = await engine.WaitForEndAsync(await engine.StartExportAsync());

        Assert.Equal((ExportState.Failed, "The range holds too much."), (job.State, job.StateMessage));
        Assert.Equal([0], engine.Log.Read);
    }

    [Fact]
    public async Task A_cancelled_export_ends_though_a_slice_hangs()
    {
        var reached = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using TaskHubFixture engine = await TaskHubFixture.StartAsync(azurite.NewAccount(), log: HangAt(10, reached, release));
        string id = await engine.StartExportAsync();
        await reached.Task.WaitAsync(Cancellation);
        await engine.Runner.SignalCancelAsync(id, Cancellation);
        ExportJob job = await engine.WaitForJobAsync(id);

        Assert.Equal((ExportState.Canceled, "Cancelled."), (job.State, job.StateMessage));
        Assert.Equal([0], engine.Log.Read);

        // The framework completes an instance when its last activity has ended.
        release.SetResult();
        await engine.WaitForEndAsync(id);
        Assert.Equal(RunnerState.Completed, (await engine.Runner.GetStatusAsync(id, Cancellation)).State);
        Assert.DoesNotContain(20, engine.Log.Read);
    }

    [Fact]
    public async Task Cancelling_or_looking_up_what_the_hub_does_not_know_changes_nothing()
    {
        await using TaskHubFixture engine = await TaskHubFixture.StartAsync(azurite.NewAccount());
        await engine.Runner.SignalCancelAsync("unknown", Cancellation);
        Assert.Equal(new RunnerStatus(RunnerState.Missing, null), await engine.Runner.GetStatusAsync("unknown", Cancellation));
    }

    [Fact]
    public async Task Two_hosts_on_one_account_share_the_slices_of_one_export()
    {
        string account = azurite.NewAccount();
        var both = new[] { new TaskCompletionSource(), new TaskCompletionSource() };
        FakeLog Meeting(int host) => new()
        {
            // A slice waits until the other host has one as well.
            BeforeSlice = _ =>
            {
                both[host].TrySetResult();
                return both[1 - host].Task;
            },
        };
        await using TaskHubFixture one = await TaskHubFixture.StartAsync(account, log: Meeting(0), maxActivities: 2);
        await using TaskHubFixture other = await TaskHubFixture.StartAsync(account, log: Meeting(1), maxActivities: 2);
        ExportJob job = await one.WaitForEndAsync(await one.StartExportAsync(window: 4));

        Assert.Equal((ExportState.Successful, one.Log.Csv(0, 40)), (job.State, await one.FileAsync(job)));
        Assert.NotEmpty(one.Log.Read);
        Assert.NotEmpty(other.Log.Read);
        Assert.Equal([0, 10, 20, 30], one.Log.Read.Concat(other.Log.Read).Order());
    }

    [Fact]
    public async Task Unfinished_exports_of_the_engine_before_go_on_and_its_table_goes()
    {
        string account = azurite.NewAccount();
        ReportingStorage storage = ReportingStorageFactory.Create(account);
        await StorageSetup.CreateAsync(storage, Cancellation);
        TableClient table = storage.Tables.GetTableClient(FormerEngine.Table);
        await table.CreateAsync(Cancellation);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        string queued = await TaskHubFixture.AddJobAsync(storage, now);
        string begun = await TaskHubFixture.AddJobAsync(storage, now, state: ExportState.InProgress);
        foreach (string id in new[] { queued, begun })
        {
            await table.AddEntityAsync(new TableEntity("running", id) { ["requestedBy"] = "admin@localhost", ["startedAt"] = now }, Cancellation);
        }

        await table.AddEntityAsync(new TableEntity(begun, "plan") { ["result"] = "{}" }, Cancellation);
        await using TaskHubFixture engine = await TaskHubFixture.StartAsync(account);
        foreach (string id in new[] { queued, begun })
        {
            ExportJob job = await engine.WaitForEndAsync(id);
            Assert.Equal((ExportState.Successful, engine.Log.Csv(0, 40)), (job.State, await engine.FileAsync(job)));
        }

        while ((await TablesAsync(account, FormerEngine.Table)).Count > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        }
    }

    [Fact]
    public async Task The_history_of_what_ended_long_ago_is_purged_and_the_job_stays()
    {
        await using TaskHubFixture engine = await TaskHubFixture.StartAsync(azurite.NewAccount());
        string id = await engine.StartExportAsync();
        await engine.WaitForEndAsync(id);
        engine.Time.Advance(TimeSpan.FromDays(13));
        await engine.Get<HistoryPurgeService>().PurgeAsync();
        Assert.Equal(RunnerState.Completed, (await engine.Runner.GetStatusAsync(id, Cancellation)).State);
        engine.Time.Advance(TimeSpan.FromDays(2));
        await engine.Get<HistoryPurgeService>().PurgeAsync();

        Assert.Equal(RunnerState.Missing, (await engine.Runner.GetStatusAsync(id, Cancellation)).State);
        Assert.Equal(ExportState.Successful, (await engine.FindAsync(id)).State);
    }

    [Fact]
    public async Task An_export_that_the_hub_has_lost_is_failed_within_two_ticks_and_one_that_it_never_had_is_started()
    {
        await using TaskHubFixture engine = await TaskHubFixture.StartAsync(azurite.NewAccount());
        string lost = await TaskHubFixture.AddJobAsync(engine.Storage, engine.Time.GetUtcNow(), state: ExportState.InProgress);
        string never = await TaskHubFixture.AddJobAsync(engine.Storage, engine.Time.GetUtcNow());
        engine.Time.Advance(TimeSpan.FromMinutes(1));
        await engine.ReapAsync();
        Assert.Equal(ExportState.InProgress, (await engine.FindAsync(lost)).State);
        engine.Time.Advance(TimeSpan.FromMinutes(1));
        await engine.ReapAsync();

        ExportJob ended = await engine.FindAsync(lost);
        Assert.Equal((ExportState.Failed, "The engine that ran the export does not know it any more. Ask for it again."), (ended.State, ended.StateMessage));
        Assert.Equal(ExportState.Successful, (await engine.WaitForEndAsync(never)).State);
    }

    private static FakeLog HangAt(int hanging, TaskCompletionSource reached, TaskCompletionSource? release = null)
    {
        release ??= new TaskCompletionSource();
        return new FakeLog
        {
            BeforeSlice = second =>
            {
                if (second != hanging)
                {
                    return Task.CompletedTask;
                }

                reached.TrySetResult();
                return release.Task;
            },
        };
    }

    private static async Task<List<string>> TablesAsync(string account, string prefix) =>
        await ReportingStorageFactory.Create(account).Tables.QueryAsync(cancellationToken: Cancellation).Select(table => table.Name)
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToListAsync(Cancellation);
}
