using Azure.Storage.Blobs;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Exports.Manifests;
using Reporting.Exports.Workflow;
using Reporting.Schedules;
using Reporting.Storage;
using Reporting.Tests.Activity;

namespace Reporting.Tests.Schedules;

/// <summary>A slot's file is delivered when its export ends, and what that leaves undone is the next look's.</summary>
public sealed class DeliveryAtEndTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slot_is_delivered_when_its_export_ends_without_another_look()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        string export = await StartHeldAsync(rig);
        Assert.Equal(SlotStage.Exporting, (await rig.FindAsync()).Work!.Stage);

        await rig.Runner.RunAsync(export);

        Schedule schedule = await rig.FindAsync();
        Assert.Equal((null, SlotState.Successful, export), (schedule.Work, schedule.LastResult!.State, schedule.LastResult.ExportId));
        Assert.Equal(1, Assert.Single(await rig.VerifiedChainAsync()).Rows);
    }

    [Fact]
    public async Task A_finish_step_that_runs_again_or_beside_a_look_delivers_once()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        string export = await StartHeldAsync(rig);
        await Task.WhenAll(rig.Runner.RunAsync(export), rig.TickAsync(), rig.TickAsync());
        ExportJob job = (await rig.Jobs.FindAsync(export, Token))!;
        SortedDictionary<string, byte[]> delivered = await rig.DeliveredAsync();
        var again = new FinishRequest(export, ExportOutcome.Successful, new ExportFile(true, job.FileName, job.FileSize, job.RowCount, job.Sha256!, job.ManifestSha256!), null);

        await rig.Get<FinishStep>().RunAsync(again, Token);
        await rig.TickAsync();

        Assert.Equal(delivered.Keys, (await rig.DeliveredAsync()).Keys);
        Manifest manifest = Assert.Single(await rig.VerifiedChainAsync());
        Assert.Equal(1, manifest.Rows);
        Assert.Single(rig.Runner.Started);
    }

    [Fact]
    public async Task A_delivery_that_fails_leaves_the_export_successful_and_the_slot_to_the_next_look()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        string export = await StartHeldAsync(rig);
        BlobContainerClient container = rig.Storage.Blobs.GetBlobContainerClient(StorageNames.ScheduledContainer);
        await container.DeleteAsync(cancellationToken: Token);

        await rig.Runner.RunAsync(export);
        Assert.Equal(ExportState.Successful, (await rig.Jobs.FindAsync(export, Token))!.State);
        Assert.Equal(SlotStage.Delivering, (await rig.FindAsync()).Work!.Stage);

        await container.CreateAsync(cancellationToken: Token);
        await rig.TickAsync();
        Assert.Single(await rig.VerifiedChainAsync());
    }

    /// <summary>An hour's slot whose export is started and held; its id.</summary>
    private static async Task<string> StartHeldAsync(ScheduleRig rig)
    {
        rig.Runner.Instead = _ => Task.CompletedTask;
        await rig.PutAsync();
        await rig.Writer.WriteAsync([SampleActivity.Event(1)], Token);
        await rig.TickAsync(TimeSpan.FromHours(1));
        return Assert.Single(rig.Runner.Started);
    }
}
