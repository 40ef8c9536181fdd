using Azure;
using Azure.Data.Tables;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Exports.Workflow;
using Reporting.Tests.Storage;

namespace Reporting.Tests.Local.Engine;

/// <summary>The local engine and the reaper together: what becomes of exports that the engine has lost or given up.</summary>
public sealed class ReapedExportTests(AzuriteServer azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_export_whose_checkpoint_is_lost_is_failed_within_two_ticks()
    {
        await using EngineFixture engine = await StartAsync(HangAt("slice 1", out Task reached));
        string id = await engine.StartExportAsync(Cancellation);
        await reached.WaitAsync(Cancellation);
        await engine.BeginJobAsync(id, Cancellation);
        await engine.Storage.Tables.GetTableClient("localsteps").DeleteEntityAsync("running", id, ETag.All, Cancellation);
        await engine.ReapAsync(Cancellation);
        Assert.Equal(ExportState.InProgress, (await engine.FindAsync(id, Cancellation)).State);
        engine.Time.Advance(TimeSpan.FromMinutes(1));
        await engine.ReapAsync(Cancellation);

        ExportJob ended = await engine.FindAsync(id, Cancellation);
        Assert.Equal((ExportState.Failed, "The engine that ran the export does not know it any more. Ask for it again."), (ended.State, ended.StateMessage));
        Assert.Empty(await engine.Table.LoadAsync(id, Cancellation));
    }

    [Fact]
    public async Task An_export_that_was_queued_but_never_handed_to_the_engine_is_started_and_runs()
    {
        var steps = new ScriptedSteps(_ => Task.CompletedTask);
        await using EngineFixture engine = await StartAsync(steps);
        string id = await engine.AddJobAsync(Cancellation);
        engine.Time.Advance(TimeSpan.FromMinutes(1));
        await engine.ReapAsync(Cancellation);
        await engine.WaitForEndAsync(id, Cancellation);

        Assert.Equal(7, steps.Done.Count);
    }

    [Fact]
    public async Task An_export_that_the_engine_has_given_up_is_failed_and_forgotten()
    {
        await using EngineFixture engine = await StartAsync(new ScriptedSteps(_ => Task.CompletedTask));
        string id = await engine.AddJobAsync(Cancellation);
        await engine.BeginJobAsync(id, Cancellation);

        // In one write: between two the engine could come by and run it.
        var givenUp = new TableEntity("running", id) { ["requestedBy"] = "admin@localhost", ["startedAt"] = engine.Time.GetUtcNow(), ["failed"] = true };
        await engine.Storage.Tables.GetTableClient("localsteps").AddEntityAsync(givenUp, Cancellation);
        await engine.Table.RecordAsync(id, "plan", "{}", Cancellation);
        Assert.Equal(RunnerState.Failed, (await engine.Runner.GetStatusAsync(id, Cancellation)).State);
        await engine.ReapAsync(Cancellation);
        engine.Time.Advance(TimeSpan.FromMinutes(1));
        await engine.ReapAsync(Cancellation);

        Assert.Equal(ExportState.Failed, (await engine.FindAsync(id, Cancellation)).State);
        Assert.Empty(await engine.Storage.Tables.GetTableClient("localsteps").QueryAsync<TableEntity>(cancellationToken: Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task An_export_that_runs_or_waits_here_is_never_silent_however_long_a_step_takes()
    {
        await using EngineFixture engine = await StartAsync(HangAt("slice 1", out Task reached));
        string id = await engine.StartExportAsync(Cancellation);
        await reached.WaitAsync(Cancellation);
        await engine.BeginJobAsync(id, Cancellation);
        for (int hour = 0; hour < 3; hour++)
        {
            engine.Time.Advance(TimeSpan.FromHours(1));
            await engine.ReapAsync(Cancellation);
        }

        Assert.Equal((ExportState.InProgress, null), ((await engine.FindAsync(id, Cancellation)).State, (await engine.FindAsync(id, Cancellation)).Suspicion));
    }

    private static ScriptedSteps HangAt(string step, out Task reached)
    {
        var arrived = new TaskCompletionSource();
        var never = new TaskCompletionSource();
        reached = arrived.Task;
        return new ScriptedSteps(name =>
        {
            if (name != step)
            {
                return Task.CompletedTask;
            }

            arrived.TrySetResult();
            return never.Task;
        });
    }

    private Task<EngineFixture> StartAsync(ScriptedSteps steps) => EngineFixture.StartAsync(azurite.NewAccount(), steps, Cancellation);
}
