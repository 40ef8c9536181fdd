using Reporting.Activity.Retention;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Exports.Requests;
using Reporting.Exports.Retention;
using Reporting.Exports.Slices;
using Reporting.Storage;

namespace Reporting.Tests.Exports.Retention;

public sealed class JobRetentionTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_old_job_goes_with_its_slices_and_plan_and_leaves_its_manifest_as_evidence()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(20));
        ExportJob job = await rig.ExportAsync(seconds: 20, slices: 2);
        rig.Time.Advance(TimeSpan.FromDays(400));
        await rig.Get<FileRetention>().RunAsync(Budget(rig), Token);
        await RunAsync(rig);
        Assert.NotNull(await rig.Jobs.FindAsync(job.Id, Token)); // 400 days to the moment.
        rig.Time.Advance(TimeSpan.FromMilliseconds(1));
        await RunAsync(rig);

        Assert.Null(await rig.Jobs.FindAsync(job.Id, Token));
        Assert.Empty(await rig.Get<SliceStore>().ReadAllAsync(job.Id, Token));
        Assert.Equal(["manifest.json", "manifest.json.jws"], (await rig.BlobsAsync(job.Id)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_failed_job_leaves_nothing_at_all()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(20));
        (ExportJob job, _) = await rig.AddSlicedJobAsync(seconds: 20);
        await rig.Jobs.TransitionAsync(job.Id, ExportState.Failed, failed => failed, Token); // As one whose cleaning up was cut short.
        Assert.NotEmpty(await rig.BlobsAsync(job.Id));
        rig.Time.Advance(TimeSpan.FromDays(401));
        await RunAsync(rig);

        Assert.Null(await rig.Jobs.FindAsync(job.Id, Token));
        Assert.Empty(await rig.BlobsAsync(job.Id));
        Assert.Empty(await rig.Get<SliceStore>().ReadAllAsync(job.Id, Token));
    }

    [Theory]
    [InlineData(ExportState.Queued)]
    [InlineData(ExportState.InProgress)]
    [InlineData(ExportState.Successful)]
    public async Task A_job_that_runs_or_still_has_its_file_stays_however_old(ExportState state)
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite);
        ExportJob job = (await rig.Jobs.AddAsync(await JobAsync(rig, state), Token)).Job!;
        rig.Time.Advance(TimeSpan.FromDays(1000));
        await RunAsync(rig);

        Assert.Equal(state, (await rig.FindAsync(job.Id)).State);
    }

    [Fact]
    public async Task Idempotency_keys_go_when_they_are_forgotten_and_can_be_used_anew()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite);
        ExportStart Start(string key) => new() { Input = new ExportInput { Report = "audit-logs" }, RequestedBy = "admin", IdempotencyKey = key };
        ExportIdempotency keys = rig.Get<ExportIdempotency>();
        await keys.ReserveAsync(Start("old"), "job1", Token);
        rig.Time.Advance(TimeSpan.FromHours(2));
        await keys.ReserveAsync(Start("young"), "job2", Token);
        rig.Time.Advance(TimeSpan.FromHours(23.5));
        await rig.Get<IdempotencyRetention>().RunAsync(Budget(rig), Token);

        Assert.Equal(1, await rig.Storage.Tables.GetTableClient(StorageNames.Idempotency).QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: Token).CountAsync(Token));
        Assert.Equal("job2", (await keys.FindAsync(Start("young"), Token))?.JobId);
        Assert.Equal("job3", (await keys.ReserveAsync(Start("old"), "job3", Token)).JobId);
    }

    private static async Task<ExportJob> JobAsync(ExportRig rig, ExportState state)
    {
        ExportJob job = await rig.AddJobAsync(seconds: 20);
        return job with { Id = ExportIds.Create(rig.Time.GetUtcNow()), State = state };
    }

    private static Task RunAsync(ExportRig rig) => rig.Get<JobRetention>().RunAsync(Budget(rig), Token);

    private static RetentionBudget Budget(ExportRig rig) => new(rig.Time, TimeSpan.FromMinutes(1), 1000);
}
