using Reporting.Activity.Retention;
using Reporting.Exports;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Retention;
using Reporting.Tests.Faults;

namespace Reporting.Tests.Exports.Retention;

public sealed class FileRetentionTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_goes_when_its_time_has_come_and_its_manifest_stays()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(20));
        ExportJob old = await rig.ExportAsync(seconds: 20);
        rig.Time.Advance(TimeSpan.FromDays(1));
        ExportJob young = await rig.ExportAsync(seconds: 20);
        rig.Time.SetUtcNow(old.ExpiresAt!.Value);
        await RunAsync(rig);
        Assert.Equal(ExportState.Successful, (await rig.FindAsync(old.Id)).State);
        rig.Time.Advance(TimeSpan.FromMilliseconds(1));
        await RunAsync(rig);

        ExportJob expired = await rig.FindAsync(old.Id);
        Assert.Equal((ExportState.Expired, "The file's retention has ended.", old.ExpiresAt, false), (expired.State, expired.StateMessage, expired.ExpiresAt, expired.DeletionPending));
        Assert.Equal(["manifest.json", "manifest.json.jws", "plan.json"], (await rig.BlobsAsync(old.Id)).Order(StringComparer.Ordinal));
        Assert.Equal(ExportState.Successful, (await rig.FindAsync(young.Id)).State);
        Assert.NotNull(await rig.ReadAsync(young.FileName));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deletion_that_is_cut_short_is_ended_by_the_next_run(bool bySomebody)
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(azurite.NewAccount(), Token);
        await using ExportRig rig = await ExportRig.CreateAtAsync(proxy.ConnectionString, new FakeLog().Fill(20));
        ExportJob job = await rig.ExportAsync(seconds: 20);
        proxy.Add(request => request.Service is "blob" && request.Method is "DELETE", exchange => exchange.RespondAsync(403, "AuthorizationFailure"));
        rig.Time.Advance(TimeSpan.FromDays(40));
        await Assert.ThrowsAnyAsync<Exception>(() => bySomebody ? rig.WithdrawAsync(job.Id) : RunAsync(rig));
        Assert.Equal((ExportState.Expired, true), ((await rig.FindAsync(job.Id)).State, (await rig.FindAsync(job.Id)).DeletionPending));
        Assert.NotNull(await rig.ReadAsync(job.FileName));

        proxy.Clear();
        await RunAsync(rig);
        Assert.False((await rig.FindAsync(job.Id)).DeletionPending);
        Assert.Null(await rig.ReadAsync(job.FileName));
        Assert.NotNull(await rig.ReadAsync(ExportNames.Manifest(job.Id)));
    }

    [Fact]
    public async Task Lost_answers_and_two_runs_at_once_do_no_harm()
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(azurite.NewAccount(), Token);
        await using ExportRig rig = await ExportRig.CreateAtAsync(proxy.ConnectionString, new FakeLog().Fill(20));
        var jobs = new List<ExportJob>();
        for (int number = 0; number < 3; number++)
        {
            jobs.Add(await rig.ExportAsync(seconds: 20));
        }

        rig.Time.Advance(TimeSpan.FromDays(40));
        proxy.Add(request => request.Method is "DELETE", KnownFaults.LostResponse, times: 1);
        proxy.Add(request => request.IsWrite && request.Target.StartsWith("/exports(", StringComparison.Ordinal), KnownFaults.LostResponse, times: 2);
        await Task.WhenAll(RunAsync(rig), RunAsync(rig));

        foreach (ExportJob job in jobs)
        {
            Assert.Equal((ExportState.Expired, false), ((await rig.FindAsync(job.Id)).State, (await rig.FindAsync(job.Id)).DeletionPending));
            Assert.Null(await rig.ReadAsync(job.FileName));
        }
    }

    [Fact]
    public async Task A_run_stops_at_its_budget_and_the_next_goes_on()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(20));
        for (int number = 0; number < 3; number++)
        {
            await rig.ExportAsync(seconds: 20);
        }

        rig.Time.Advance(TimeSpan.FromDays(40));
        foreach (int left in new[] { 1, 0 })
        {
            await rig.Get<FileRetention>().RunAsync(new RetentionBudget(rig.Time, TimeSpan.FromMinutes(1), mostRows: 2), Token);
            Assert.Equal(left, (await rig.Jobs.ListAsync(new ExportListQuery { States = [ExportState.Successful] }, Token)).Jobs.Count);
        }
    }

    private static Task RunAsync(ExportRig rig) => rig.Get<FileRetention>().RunAsync(new RetentionBudget(rig.Time, TimeSpan.FromMinutes(1), 1000), Token);
}
