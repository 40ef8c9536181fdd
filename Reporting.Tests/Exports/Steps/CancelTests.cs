using Reporting.Exports;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Requests;
using Reporting.Exports.Workflow;

namespace Reporting.Tests.Exports.Steps;

public sealed class CancelTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_cancelled_before_its_plan_ends_without_a_file()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(20));
        ExportJob job = await rig.AddJobAsync(seconds: 20, slices: 2);
        Assert.Equal(ExportDeleteOutcome.CancelRequested, await rig.WithdrawAsync(job.Id));
        ExportJob ended = await rig.RunAsync(job.Id);

        Assert.Equal((ExportState.Canceled, "Cancelled by admin@localhost."), (ended.State, ended.StateMessage));
        Assert.Empty(await rig.BlobsAsync(job.Id));
    }

    [Fact]
    public async Task A_slice_at_work_sees_the_cancel_by_itself_and_what_it_staged_goes()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(5000, _ => new string('x', 300)));
        ExportJob job = await rig.AddPlannedJobAsync(seconds: 5000);
        bool asked = false;
        rig.Log.BeforePage = async () =>
        {
            if (!asked)
            {
                asked = true;
                await rig.WithdrawAsync(job.Id);
            }

            // Gives the slice's look at the job, which goes on beside its work, some time: 500 pages of it at most.
            rig.Time.Advance(TimeSpan.FromSeconds(0.2));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
        };
        SliceResult slice = await rig.SliceAsync(job);
        await rig.FinishAsync(job, ExportOutcome.Canceled);

        Assert.True(slice.Canceled);
        Assert.Empty(await rig.BlobsAsync(job.Id));
    }

    [Fact]
    public async Task A_cancel_before_the_commit_leaves_no_file_and_one_after_it_comes_too_late()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(20));
        foreach (bool before in new[] { true, false })
        {
            (ExportJob job, SliceResult slice) = await rig.AddSlicedJobAsync(seconds: 20);
            ExportFile file = before ? new ExportFile(false, "", 0, 0, null, null) : await rig.CommitAsync(job, slice);
            await rig.WithdrawAsync(job.Id);
            if (before)
            {
                file = await rig.CommitAsync(job, slice);
                Assert.False(file.Committed);
            }

            await rig.FinishAsync(job, file.Committed ? ExportOutcome.Successful : ExportOutcome.Canceled, file.Committed ? file : null);
            Assert.Equal(before ? ExportState.Canceled : ExportState.Successful, (await rig.FindAsync(job.Id)).State);
            Assert.Equal(before ? 0 : 4, (await rig.BlobsAsync(job.Id)).Count);
        }
    }

    [Fact]
    public async Task A_finish_that_loses_leaves_no_file_behind()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(20));
        (ExportJob job, SliceResult slice) = await rig.AddSlicedJobAsync(seconds: 20);
        ExportFile file = await rig.CommitAsync(job, slice);
        await rig.Jobs.TransitionAsync(job.Id, ExportState.Failed, failed => failed with { StateMessage = "The engine lost it." }, Token);

        await rig.FinishAsync(job, ExportOutcome.Successful, file);
        Assert.Equal((ExportState.Failed, "The engine lost it."), ((await rig.FindAsync(job.Id)).State, (await rig.FindAsync(job.Id)).StateMessage));
        Assert.Empty(await rig.BlobsAsync(job.Id));
    }

    [Fact]
    public async Task A_finish_that_comes_late_does_not_hurt_a_file_that_is_there()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(20));
        ExportJob job = await rig.ExportAsync(seconds: 20);

        await rig.FinishAsync(job, ExportOutcome.Failed, reason: "late");
        Assert.Equal(ExportState.Successful, (await rig.FindAsync(job.Id)).State);
        Assert.NotNull(await rig.ReadAsync(job.FileName));
    }

    [Fact]
    public async Task A_commit_that_comes_after_the_end_leaves_nothing()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(20));
        (ExportJob job, SliceResult slice) = await rig.AddSlicedJobAsync(seconds: 20);
        await rig.FinishAsync(job, ExportOutcome.Failed, reason: "The engine gave up.");

        Assert.False((await rig.CommitAsync(job, slice)).Committed);
        Assert.True((await rig.SliceAsync(job)).Canceled);
        Assert.True((await rig.PlanAsync(job)).Canceled);
        Assert.Empty(await rig.BlobsAsync(job.Id));
    }

    [Fact]
    public async Task Deleting_a_finished_export_takes_its_file_and_leaves_its_manifest()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(20));
        ExportJob job = await rig.ExportAsync(seconds: 20);

        Assert.Equal(ExportDeleteOutcome.FileDeleted, await rig.WithdrawAsync(job.Id));
        Assert.Equal(ExportDeleteOutcome.NothingToDelete, await rig.WithdrawAsync(job.Id));
        Assert.Equal(ExportDeleteOutcome.NotFound, (await rig.Get<ExportWithdrawal>().RunAsync(job with { Id = ExportIds.Create(rig.Time.GetUtcNow()) }, "admin@localhost", Token)).Outcome);
        Assert.Equal(ExportState.Expired, (await rig.FindAsync(job.Id)).State);
        Assert.Null(await rig.ReadAsync(job.FileName));
        Assert.NotNull(await rig.ReadAsync(ExportNames.Manifest(job.Id)));
    }
}
