using Reporting.Exports;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Manifests;
using Reporting.Exports.Slices;
using Reporting.Exports.Workflow;

namespace Reporting.Tests.Exports.Steps;

/// <summary>Engines promise to run a step at least once: twice must be the same as once, also at the same time.</summary>
public sealed class RepeatedStepTests(AzuriteServer azurite)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_step_run_twice_gives_the_same_file_and_manifest(bool atOnce)
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(100));
        ExportJob job = await rig.AddJobAsync(seconds: 100, slices: 5);
        var twice = new RepeatedActivities(rig.RunStepAsync, atOnce);
        ExportJob ended = await rig.RunAsync(job.Id, twice.RunAsync);

        Assert.Equal(ExportState.Successful, ended.State);
        Assert.Equal(rig.Log.Csv(0, 100), await rig.ReadTextAsync(ended.FileName));
        Assert.Equal(2, twice.Files.Count);
        Assert.Equal(twice.Files[0], twice.Files[1]);
        Assert.Equal(["audit-logs-2026-11-22T10-15-00Z.csv", "manifest.json", "manifest.json.jws", "plan.json"], (await rig.BlobsAsync(job.Id)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_commit_run_again_later_keeps_the_first_signature()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(20));
        (ExportJob job, SliceResult slice) = await rig.AddSlicedJobAsync(seconds: 20);
        ExportFile first = await rig.CommitAsync(job, slice);
        string signature = (await rig.ReadSignedManifestAsync(job.Id)).Signature;
        rig.Time.Advance(TimeSpan.FromMinutes(7));

        Assert.Equal(first, await rig.CommitAsync(job, slice));
        Assert.Equal(signature, (await rig.ReadSignedManifestAsync(job.Id)).Signature);
    }

    [Fact]
    public async Task A_commit_of_other_parts_does_not_touch_the_file()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(20));
        (ExportJob job, SliceResult one) = await rig.AddSlicedJobAsync(seconds: 20);
        SliceResult other = await rig.SliceAsync(job);
        await rig.CommitAsync(job, one);

        await Assert.ThrowsAsync<ExportStepException>(() => rig.CommitAsync(job, other));
    }

    [Fact]
    public async Task Each_slice_in_the_file_is_one_execution_whole_while_the_log_changes()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(40));
        ExportJob job = await rig.AddPlannedJobAsync(seconds: 40, slices: 2);
        SliceResult before = await rig.SliceAsync(job);
        string first = rig.Log.Csv(0, 20);
        rig.Log.Put(3, "changed");
        rig.Log.Put(25, "changed");
        await rig.SliceAsync(job);
        SliceResult second = await rig.SliceAsync(job, 1);
        ExportFile file = await rig.CommitAsync(job, before, second);

        string rest = rig.Log.Csv(20, 40);
        Assert.Equal(first + rest[(rest.IndexOf('\n', StringComparison.Ordinal) + 1)..], await rig.ReadTextAsync(file.FileName));
    }

    [Fact]
    public async Task A_slice_that_went_on_is_the_executions_that_led_to_its_last_part()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(20));
        ExportJob job = await rig.AddPlannedJobAsync(seconds: 20);
        SliceResult begun = await rig.SliceAsync(job, limit: 5);
        await rig.SliceAsync(job, limit: 5);
        string cursor = FakeLog.KeyOf(4) + "-e4";
        SliceResult ended = await rig.SliceAsync(job, part: 1, cursor: cursor, previousAttempt: begun.Attempt);
        await rig.SliceAsync(job, part: 1, cursor: cursor, previousAttempt: new string('0', 16));

        ExportFile file = await rig.CommitAsync(job, ended);

        Assert.Equal(rig.Log.Csv(0, 20), await rig.ReadTextAsync(file.FileName));
        Manifest manifest = await rig.ReadManifestAsync(job.Id);
        Assert.Equal([(0, 5L), (1, 15L)], manifest.Slices.Select(slice => (slice.Part, slice.Rows)));
    }

    [Fact]
    public async Task What_was_staged_and_what_stands_in_storage_are_compared()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(20));
        (ExportJob job, SliceResult slice) = await rig.AddSlicedJobAsync(seconds: 20);
        var part = new SlicePart(0, 0, slice.Attempt);
        var store = rig.Get<Reporting.Exports.Slices.SliceStore>();
        var row = (await store.ReadAsync(job.Id, [part], TestContext.Current.CancellationToken))[0];
        await store.WriteAsync(job.Id, row with { Sha256 = new string('0', 64) }, TestContext.Current.CancellationToken);

        ExportStepException refused = await Assert.ThrowsAsync<ExportStepException>(() => rig.CommitAsync(job, slice));
        Assert.Contains("differs", refused.Message, StringComparison.Ordinal);
        Assert.Null(await rig.ReadAsync(ExportNames.Manifest(job.Id)));
    }
}
