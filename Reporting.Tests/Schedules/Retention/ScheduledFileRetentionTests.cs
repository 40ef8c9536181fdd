using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Reporting.Activity.Retention;
using Reporting.Composition;
using Reporting.Schedules;
using Reporting.Schedules.Retention;
using Reporting.Storage;
using Reporting.Tests.Exports;
using Reporting.Tests.Faults;

namespace Reporting.Tests.Schedules.Retention;

public sealed class ScheduledFileRetentionTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_go_when_they_have_stood_long_enough_and_the_chain_stays()
    {
        await using ExportRig rig = await CreateAsync(azurite.NewAccount(), days: 30);
        string delivered = await DeliverAsync(rig, "daily", "report.csv");
        string gap = "daily/2026/11/02/report.gap.manifest.json";
        await PutAsync(rig, gap);
        string halfDelivered = "daily/2026/11/03/report.csv"; // Its manifest is still to come.
        await PutAsync(rig, halfDelivered);
        rig.Time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromHours(1));
        await RunAsync(rig);
        Assert.Equal(5, (await NamesAsync(rig)).Count);
        rig.Time.Advance(TimeSpan.FromHours(2));
        await RunAsync(rig);

        string[] expected = [delivered + ".manifest.json", delivered + ".manifest.json.jws", gap, halfDelivered];
        Assert.Equal(expected.Order(StringComparer.Ordinal), await NamesAsync(rig));
    }

    [Fact]
    public async Task Without_a_retention_files_stay()
    {
        await using ExportRig rig = await CreateAsync(azurite.NewAccount(), days: 0);
        await DeliverAsync(rig, "daily", "report.csv");
        rig.Time.Advance(TimeSpan.FromDays(5000));
        await RunAsync(rig);

        Assert.Equal(3, (await NamesAsync(rig)).Count);
    }

    [Fact]
    public async Task A_run_stops_at_its_budget_the_next_goes_on_and_lost_answers_do_no_harm()
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(azurite.NewAccount(), Token);
        await using ExportRig rig = await CreateAsync(proxy.ConnectionString, days: 1);
        foreach (string name in new[] { "a.csv", "b.csv", "c.csv" })
        {
            await DeliverAsync(rig, "daily", name);
        }

        rig.Time.Advance(TimeSpan.FromDays(2));
        proxy.Add(request => request.Method is "DELETE", KnownFaults.LostResponse, times: 1);
        foreach (int left in new[] { 7, 6 })
        {
            await rig.Get<ScheduledFileRetention>().RunAsync(new RetentionBudget(rig.Time, TimeSpan.FromMinutes(1), mostRows: 2), Token);
            Assert.Equal(left, (await NamesAsync(rig)).Count);
        }
    }

    // Blobs carry the service's own clock, which is the machine's.
    private static async Task<ExportRig> CreateAsync(string account, int days)
    {
        var rig = new ExportRig(account, new FakeLog(), time: new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        await StorageSetup.CreateAsync(rig.Storage, Token);
        rig.Get<IOptions<SchedulesOptions>>().Value.FileRetentionDays = days;
        return rig;
    }

    private static async Task<string> DeliverAsync(ExportRig rig, string schedule, string fileName)
    {
        string file = $"{schedule}/2026/11/01/{fileName}";
        foreach (string name in new[] { file, file + ".manifest.json", file + ".manifest.json.jws" })
        {
            await PutAsync(rig, name);
        }

        return file;
    }

    private static Task PutAsync(ExportRig rig, string name) => Container(rig).GetBlobClient(name).UploadAsync(BinaryData.FromString(name), Token);

    private static Task RunAsync(ExportRig rig) => rig.Get<ScheduledFileRetention>().RunAsync(new RetentionBudget(rig.Time, TimeSpan.FromMinutes(1), 1000), Token);

    private static Task<List<string>> NamesAsync(ExportRig rig) => Container(rig).GetBlobsAsync(cancellationToken: Token).Select(blob => blob.Name).ToListAsync(Token).AsTask();

    private static BlobContainerClient Container(ExportRig rig) => rig.Storage.Blobs.GetBlobContainerClient(StorageNames.ScheduledContainer);
}
