using Reporting.Exports;

namespace Reporting.Tests.WholeSystem.Campaign;

/// <summary>The product's account is well, and requests to the task hub's meet faults.</summary>
public sealed class TaskHubCampaignTests(AzuriteServer azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Every second seed also has its host die once.</summary>
    [Theory]
    [InlineData(0.01)]
    [InlineData(0.05)]
    [InlineData(0.2)]
    public async Task Faults_of_the_task_hub_leave_every_export_whole_and_once(double share)
    {
        LongTests.SkipUnlessEnabled();
        const int Rows = 2_000;
        Dictionary<string, string> settings = FaultCampaignTests.Settings(sliceRows: 250, blockBytes: 64 << 10);
        for (int seed = 1; seed <= 4; seed++)
        {
            var export = CampaignExport.Of(seed, Rows);
            string account = azurite.NewAccount();
            await new CampaignLog(Rows).WriteAsync(account, Cancellation);
            using var runner = new CampaignRunner(account, null, settings);
            CampaignRun undisturbed = await runner.RunUndisturbedAsync(export, Cancellation);
            FaultCampaignTests.AssertComplete(undisturbed, export, Rows);
            CampaignRun run = await runner.RunAsync(export, new CampaignFaults(seed, 0, Deaths: seed % 2, undisturbed.Requests, HubShare: share), ownProcess: false, Cancellation);

            string what = FormattableString.Invariant($"seed {seed} at {share:P0} of the hub's requests ({export}): {run.State} {run.Message}, {run.Deaths} deaths, {run.Elapsed.TotalSeconds:F1} s");
            TestContext.Current.TestOutputHelper?.WriteLine(what);
            Assert.True(run.State == ExportState.Successful, what);
            Assert.True(undisturbed.File!.AsSpan().SequenceEqual(run.File), what + ": the file differs.");
        }
    }
}
