using Azure;
using Reporting.Activity.Records;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Exports.Requests;
using Reporting.Schedules.Retention;
using Reporting.Tests.Activity.Retention;
using Reporting.Tests.Faults;

namespace Reporting.Tests.Schedules.Retention;

public sealed class RetentionRunTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_run_ends_files_jobs_and_activity_and_a_second_finds_nothing()
    {
        await using AgedLog log = await AgedLog.CreateAsync(azurite.NewAccount());
        ExportStartResult started = await log.Rig.Get<ExportIntake>().StartAsync(
            new ExportStart { Input = new ExportInput { Report = "commits" }, RequestedBy = "admin@localhost", IdempotencyKey = "key" }, Token);
        ExportJob job = await log.Rig.RunAsync(started.Job!.Id);
        await log.Rig.Get<RetentionRun>().RunAsync(Token);
        Assert.Equal(9, (await log.HoursAsync(RecipeRuns.Table)).Count);
        Assert.Equal(ExportState.Successful, (await log.Rig.FindAsync(job.Id)).State);

        log.Time.Advance(TimeSpan.FromDays(31));
        await log.Rig.Get<RetentionRun>().RunAsync(Token);
        Assert.Equal(ExportState.Expired, (await log.Rig.FindAsync(job.Id)).State);
        Assert.Empty(await log.HoursAsync());
        Assert.Empty(await log.RowsAsync("idempotency"));
        log.Time.Advance(TimeSpan.FromDays(370));
        await log.Rig.Get<RetentionRun>().RunAsync(Token);
        Assert.Null(await log.Rig.Jobs.FindAsync(job.Id, Token));
        Assert.Equal(["manifest.json", "manifest.json.jws"], (await log.Rig.BlobsAsync(job.Id)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_part_that_fails_is_told_and_keeps_no_other_from_its_work()
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(azurite.NewAccount(), Token);
        await using AgedLog log = await AgedLog.CreateAsync(proxy.ConnectionString);
        proxy.Add(
            request => request.Target.StartsWith("/exports(", StringComparison.Ordinal) && request.Target.Contains("expiresAt", StringComparison.Ordinal),
            exchange => exchange.RespondAsync(403, "AuthorizationFailure"));
        await Assert.ThrowsAsync<RequestFailedException>(() => log.Rig.Get<RetentionRun>().RunAsync(Token));

        Assert.Equal(9, (await log.HoursAsync(RecipeRuns.Table)).Count);
    }
}
