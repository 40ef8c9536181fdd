using Azure;
using Azure.Data.Tables;
using Reporting.Exports.Workflow;
using Reporting.Storage;
using Reporting.Tests.Storage;

namespace Reporting.Tests.Local.Engine;

public sealed class LocalEngineTests(AzuriteServer azurite)
{
    private static readonly string[] All = ["plan", "slice 0", "slice 1", "slice 2", "slice 3", "commit 4", "finish Successful"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_export_runs_through_its_steps_and_is_forgotten()
    {
        var steps = new ScriptedSteps(_ => Task.CompletedTask);
        await using EngineFixture engine = await EngineFixture.StartAsync(azurite.NewAccount(), steps, Cancellation);
        string id = await engine.StartExportAsync(Cancellation);
        await engine.WaitForEndAsync(id, Cancellation);

        Assert.Equal([.. All], steps.Done);
        Assert.Empty(await engine.Table.LoadAsync(id, Cancellation));
        Assert.Equal(RunnerState.Missing, (await engine.Runner.GetStatusAsync(id, Cancellation)).State);
    }

    [Fact]
    public async Task An_export_that_was_stopped_goes_on_under_the_next_engine_and_repeats_no_recorded_step()
    {
        string account = azurite.NewAccount();
        var reached = new TaskCompletionSource();
        var never = new TaskCompletionSource();
        var first = new ScriptedSteps(name =>
        {
            if (name is not "slice 2")
            {
                return Task.CompletedTask;
            }

            reached.TrySetResult();
            return never.Task;
        });
        string id;
        await using (EngineFixture engine = await EngineFixture.StartAsync(account, first, Cancellation))
        {
            id = await engine.StartExportAsync(Cancellation);
            await reached.Task.WaitAsync(Cancellation);
        }

        var second = new ScriptedSteps(_ => Task.CompletedTask);
        await using (EngineFixture engine = await EngineFixture.StartAsync(account, second, Cancellation))
        {
            await engine.WaitForEndAsync(id, Cancellation);
        }

        Assert.Equal([.. All[..3]], first.Done);
        Assert.Equal([.. All[3..]], second.Done);
    }

    [Fact]
    public async Task An_export_whose_forgetting_was_cut_short_is_forgotten_by_the_next_engine_and_not_run_again()
    {
        string account = azurite.NewAccount();
        string id;
        await using (EngineFixture engine = await EngineFixture.StartAsync(account, new ScriptedSteps(_ => Task.CompletedTask), Cancellation))
        {
            id = await engine.AddJobAsync(Cancellation);
        }

        TableClient table = ReportingStorageFactory.Create(account).Tables.GetTableClient("localsteps");
        await table.AddEntityAsync(new TableEntity("running", id) { ["requestedBy"] = "admin@localhost", ["startedAt"] = DateTimeOffset.UnixEpoch, ["finished"] = true }, Cancellation);
        await table.AddEntityAsync(new TableEntity(id, "commit") { ["result"] = "{}" }, Cancellation);
        var steps = new ScriptedSteps(_ => Task.CompletedTask);
        await using (EngineFixture engine = await EngineFixture.StartAsync(account, steps, Cancellation))
        {
            await engine.WaitForEndAsync(id, Cancellation);
        }

        Assert.Empty(steps.Done);
        Assert.Empty(await table.QueryAsync<TableEntity>(cancellationToken: Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task What_a_process_recorded_that_had_lost_its_lease_is_forgotten_when_an_engine_begins()
    {
        string account = azurite.NewAccount();
        ReportingStorage storage = ReportingStorageFactory.Create(account);
        await StorageSetup.CreateAsync(storage, Cancellation);
        TableClient table = storage.Tables.GetTableClient("localsteps");
        await table.AddEntityAsync(new TableEntity("forgotten-before", "slice-0001") { ["result"] = "{}" }, Cancellation);
        var steps = new ScriptedSteps(_ => Task.CompletedTask);
        await using EngineFixture engine = await EngineFixture.StartAsync(account, steps, Cancellation);
        await engine.WaitForEndAsync(await engine.StartExportAsync(Cancellation), Cancellation);

        Assert.Equal([.. All], steps.Done);
        Assert.Empty(await table.QueryAsync<TableEntity>(cancellationToken: Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_step_that_fails_for_a_passing_reason_is_tried_again()
    {
        int failures = 2;
        var steps = new ScriptedSteps(name => name is "slice 1" && Interlocked.Decrement(ref failures) >= 0 ? throw new RequestFailedException(503, "busy") : Task.CompletedTask);
        await using EngineFixture engine = await EngineFixture.StartAsync(azurite.NewAccount(), steps, Cancellation);
        await engine.WaitForEndAsync(await engine.StartExportAsync(Cancellation), Cancellation);

        Assert.Equal([.. All], steps.Done);
    }

    [Fact]
    public async Task A_step_that_fails_for_good_ends_its_export_as_failed()
    {
        var steps = new ScriptedSteps(name => name is "slice 1" ? throw new InvalidOperationException("wrong") : Task.CompletedTask);
        await using EngineFixture engine = await EngineFixture.StartAsync(azurite.NewAccount(), steps, Cancellation);
        await engine.WaitForEndAsync(await engine.StartExportAsync(Cancellation), Cancellation);

        Assert.Equal(["plan", "slice 0", "finish Failed"], steps.Done);
    }

    [Fact]
    public async Task A_cancelled_export_ends_once_though_a_slice_hangs()
    {
        var reached = new TaskCompletionSource();
        var never = new TaskCompletionSource();
        var steps = new ScriptedSteps(name =>
        {
            if (name is not "slice 1")
            {
                return Task.CompletedTask;
            }

            reached.TrySetResult();
            return never.Task;
        });
        await using EngineFixture engine = await EngineFixture.StartAsync(azurite.NewAccount(), steps, Cancellation);
        string id = await engine.StartExportAsync(Cancellation);
        await reached.Task.WaitAsync(Cancellation);
        await engine.Runner.SignalCancelAsync(id, Cancellation);
        await engine.WaitForEndAsync(id, Cancellation);

        Assert.Equal(["plan", "slice 0", "finish Canceled"], steps.Done);
    }

    [Fact]
    public async Task Of_two_processes_on_one_account_one_runs_the_exports_of_both_and_the_other_takes_over_when_it_ends()
    {
        string account = azurite.NewAccount();
        var one = new ScriptedSteps(_ => Task.CompletedTask);
        var other = new ScriptedSteps(_ => Task.CompletedTask);
        await using EngineFixture second = await StartBothAsync();
        await second.WaitForEndAsync(await second.StartExportAsync(Cancellation), Cancellation);
        Assert.Equal([.. All], other.Done);

        async Task<EngineFixture> StartBothAsync()
        {
            await using EngineFixture first = await EngineFixture.StartAsync(account, one, Cancellation);
            await first.WaitForEndAsync(await first.StartExportAsync(Cancellation), Cancellation);
            EngineFixture waiting = await EngineFixture.StartAsync(account, other, Cancellation);
            await waiting.WaitForEndAsync(await waiting.StartExportAsync(Cancellation), Cancellation);
            Assert.Equal([.. All, .. All], one.Done);
            Assert.Empty(other.Done);
            return waiting;
        }
    }
}
