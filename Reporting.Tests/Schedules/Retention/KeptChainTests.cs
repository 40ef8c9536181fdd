using Reporting.Activity.Retention;
using Reporting.Schedules.Retention;
using Reporting.Tests.Activity;

namespace Reporting.Tests.Schedules.Retention;

/// <summary>The evidence of a schedule outlives its files.</summary>
public sealed class KeptChainTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_chain_verifies_up_to_its_head_when_its_files_have_gone()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite, configure: options => options.FileRetentionDays = 30);
        await rig.PutAsync();
        await rig.Writer.WriteAsync(SampleActivity.Many(3, index => SampleActivity.Event(index)), Token);
        for (int hour = 0; hour < 4; hour++)
        {
            await rig.TickAsync(TimeSpan.FromHours(1));
        }

        await rig.TickAsync();
        int delivered = (await rig.VerifiedChainAsync()).Count;

        // Blobs carry the service's own clock, which is the machine's.
        rig.Time.SetUtcNow(TimeProvider.System.GetUtcNow().AddDays(31));
        await rig.Get<ScheduledFileRetention>().RunAsync(new RetentionBudget(rig.Time, TimeSpan.FromMinutes(1), 1000), Token);
        Assert.Equal(delivered * 2, (await rig.DeliveredAsync()).Count);
        string head = (await rig.FindAsync()).HeadManifestSha256!;
        using DownloadedChain chain = await DownloadedChain.DownloadAsync(rig, Token);
        (int code, string said) = await chain.VerifyAsync(head);

        Assert.StartsWith(FormattableString.Invariant($"{delivered} manifests, unbroken. 0 files as signed, 0 gaps, {delivered} files not here."), said, StringComparison.Ordinal);
        Assert.Equal(delivered, said.Split("is not here, so it was not checked.").Length - 1);
        Assert.Equal(0, code);
        chain.CutOffTheEnd();
        Assert.Equal(1, (await chain.VerifyAsync(head)).Code);
    }
}
