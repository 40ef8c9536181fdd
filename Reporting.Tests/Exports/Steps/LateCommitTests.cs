using Reporting.Exports;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Workflow;
using Reporting.Tests.Faults;

namespace Reporting.Tests.Exports.Steps;

/// <summary>A commit that was thought dead and goes on after another process has ended its job.</summary>
public sealed class LateCommitTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_manifest_written_after_its_job_failed_goes_with_everything_else()
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(azurite.NewAccount(), Token);
        await using ExportRig rig = await ExportRig.CreateAtAsync(proxy.ConnectionString, new FakeLog().Fill(20));
        (ExportJob job, SliceResult slice) = await rig.AddSlicedJobAsync(seconds: 20);
        HoldPoint manifest = proxy.HoldBefore(IsManifest);
        Task<ExportFile> late = rig.CommitAsync(job, slice);
        await manifest.Reached.WaitAsync(Token);
        await rig.FinishAsync(job, ExportOutcome.Failed, reason: "Given up.");
        manifest.Release();

        Assert.False((await late).Committed);
        Assert.Equal(ExportState.Failed, (await rig.FindAsync(job.Id)).State);
        Assert.Empty(await rig.BlobsAsync(job.Id));
    }

    [Fact]
    public async Task A_commit_run_again_while_its_file_is_deleted_leaves_the_manifest_as_evidence()
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(azurite.NewAccount(), Token);
        await using ExportRig rig = await ExportRig.CreateAtAsync(proxy.ConnectionString, new FakeLog().Fill(20));
        (ExportJob job, SliceResult slice) = await rig.AddSlicedJobAsync(seconds: 20);
        await rig.FinishAsync(job, ExportOutcome.Successful, await rig.CommitAsync(job, slice));
        HoldPoint manifest = proxy.HoldBefore(IsManifest);
        Task<ExportFile> late = rig.CommitAsync(job, slice);
        await manifest.Reached.WaitAsync(Token);
        await rig.WithdrawAsync(job.Id);
        manifest.Release();

        Assert.False((await late).Committed);
        Assert.Equal(ExportState.Expired, (await rig.FindAsync(job.Id)).State);
        Assert.NotNull(await rig.ReadAsync(ExportNames.Manifest(job.Id)));
        Assert.Null(await rig.ReadAsync((await rig.FindAsync(job.Id)).FileName));
    }

    private static bool IsManifest(StorageRequest request) => request.Method is "PUT" && request.Target.EndsWith("/manifest.json", StringComparison.Ordinal);
}
