using System.Text;
using System.Text.Json;
using Reporting.Exports;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Manifests;
using Reporting.Exports.Slices;
using Reporting.Exports.Workflow;
using Reporting.Tests.Storage;

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
        var twice = new TwiceSteps(rig.Steps.RunAsync, atOnce);
        ExportJob ended = await rig.RunAsync(job.Id, twice.RunAsync);

        Assert.Equal(ExportState.Successful, ended.State);
        Assert.Equal(rig.Log.Csv(0, 100), Encoding.UTF8.GetString((await rig.ReadAsync(ended.FileName))!));
        Assert.Equal(2, twice.Files.Count);
        Assert.Equal(twice.Files[0], twice.Files[1]);
        Assert.Equal(["audit-logs-2026-11-22T10-15-00Z.csv", "manifest.json", "manifest.json.jws", "plan.json"], (await rig.BlobsAsync(job.Id)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_commit_run_again_later_keeps_the_first_signature()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(20));
        ExportJob job = await rig.AddJobAsync(seconds: 20, slices: 1);
        await rig.Steps.PlanAsync(new PlanRequest(job.Id));
        SliceResult slice = await rig.Steps.ExportSliceAsync(new SliceRequest(job.Id, 0, 0, null, 0));
        var commit = new CommitRequest(job.Id, [new SlicePart(0, 0, slice.Attempt)]);
        ExportFile first = await rig.Steps.CommitAsync(commit);
        string signature = (await rig.ReadManifestAsync(job.Id)).Signature;
        rig.Time.Advance(TimeSpan.FromMinutes(7));

        Assert.Equal(first, await rig.Steps.CommitAsync(commit));
        Assert.Equal(signature, (await rig.ReadManifestAsync(job.Id)).Signature);
    }

    [Fact]
    public async Task A_commit_of_other_parts_does_not_touch_the_file()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(20));
        ExportJob job = await rig.AddJobAsync(seconds: 20, slices: 1);
        await rig.Steps.PlanAsync(new PlanRequest(job.Id));
        SliceResult one = await rig.Steps.ExportSliceAsync(new SliceRequest(job.Id, 0, 0, null, 0));
        SliceResult other = await rig.Steps.ExportSliceAsync(new SliceRequest(job.Id, 0, 0, null, 0));
        await rig.Steps.CommitAsync(new CommitRequest(job.Id, [new SlicePart(0, 0, one.Attempt)]));

        await Assert.ThrowsAsync<ExportStepException>(() => rig.Steps.CommitAsync(new CommitRequest(job.Id, [new SlicePart(0, 0, other.Attempt)])));
    }

    [Fact]
    public async Task Each_slice_in_the_file_is_one_execution_whole_while_the_log_changes()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(40));
        ExportJob job = await rig.AddJobAsync(seconds: 40, slices: 2);
        await rig.Steps.PlanAsync(new PlanRequest(job.Id));
        SliceResult before = await rig.Steps.ExportSliceAsync(new SliceRequest(job.Id, 0, 0, null, 0));
        string first = rig.Log.Csv(0, 20);
        rig.Log.Put(3, "changed");
        rig.Log.Put(25, "changed");
        await rig.Steps.ExportSliceAsync(new SliceRequest(job.Id, 0, 0, null, 0));
        SliceResult second = await rig.Steps.ExportSliceAsync(new SliceRequest(job.Id, 1, 0, null, 0));
        ExportFile file = await rig.Steps.CommitAsync(new CommitRequest(job.Id, [new SlicePart(0, 0, before.Attempt), new SlicePart(1, 0, second.Attempt)]));

        string rest = rig.Log.Csv(20, 40);
        Assert.Equal(first + rest[(rest.IndexOf('\n', StringComparison.Ordinal) + 1)..], Encoding.UTF8.GetString((await rig.ReadAsync(file.FileName))!));
    }

    [Fact]
    public async Task A_slice_that_went_on_is_the_executions_that_led_to_its_last_part()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(20));
        ExportJob job = await rig.AddJobAsync(seconds: 20, slices: 1);
        await rig.Steps.PlanAsync(new PlanRequest(job.Id));
        SliceResult begun = await rig.Steps.ExportSliceAsync(new SliceRequest(job.Id, 0, 0, null, 5));
        await rig.Steps.ExportSliceAsync(new SliceRequest(job.Id, 0, 0, null, 5));
        string cursor = FakeLog.KeyOf(4) + "-e4";
        SliceResult ended = await rig.Steps.ExportSliceAsync(new SliceRequest(job.Id, 0, 1, cursor, 0, begun.Attempt));
        await rig.Steps.ExportSliceAsync(new SliceRequest(job.Id, 0, 1, cursor, 0, new string('0', 16)));

        ExportFile file = await rig.Steps.CommitAsync(new CommitRequest(job.Id, [new SlicePart(0, 1, ended.Attempt)]));

        Assert.Equal(rig.Log.Csv(0, 20), Encoding.UTF8.GetString((await rig.ReadAsync(file.FileName))!));
        Manifest manifest = JsonSerializer.Deserialize<Manifest>((await rig.ReadManifestAsync(job.Id)).Content.Span, JsonSerializerOptions.Web)!;
        Assert.Equal([(0, 5L), (1, 15L)], manifest.Slices.Select(slice => (slice.Part, slice.Rows)));
    }

    [Fact]
    public async Task What_was_staged_and_what_stands_in_storage_are_compared()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(20));
        ExportJob job = await rig.AddJobAsync(seconds: 20, slices: 1);
        await rig.Steps.PlanAsync(new PlanRequest(job.Id));
        SliceResult slice = await rig.Steps.ExportSliceAsync(new SliceRequest(job.Id, 0, 0, null, 0));
        var part = new SlicePart(0, 0, slice.Attempt);
        var store = rig.Get<Reporting.Exports.Slices.SliceStore>();
        var row = (await store.ReadAsync(job.Id, [part], TestContext.Current.CancellationToken))[0];
        await store.WriteAsync(job.Id, row with { Sha256 = new string('0', 64) }, TestContext.Current.CancellationToken);

        ExportStepException refused = await Assert.ThrowsAsync<ExportStepException>(() => rig.Steps.CommitAsync(new CommitRequest(job.Id, [part])));
        Assert.Contains("differs", refused.Message, StringComparison.Ordinal);
        Assert.Null(await rig.ReadAsync(ExportNames.Manifest(job.Id)));
    }
}
