using Reporting.Exports.Manifests;
using Reporting.Tests.Activity;

namespace Reporting.Tests.Schedules;

/// <summary>A long time under a fake clock, and the verify command over what was delivered.</summary>
public sealed class YearOfTicksTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Days_of_ticks_lose_and_double_nothing() => RunAsync(days: 6);

    [Fact]
    public async Task A_year_of_ticks_loses_and_doubles_nothing()
    {
        LongTests.SkipUnlessEnabled();
        await RunAsync(days: 365);
    }

    private async Task RunAsync(int days)
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite, configure: options => options.MaxCatchUpSlots = 2);
        await rig.PutAsync(ScheduleRig.Input(cron: "30 2 * * *", zone: "Europe/Berlin"));
        var random = new Random(1);
        int rows = 0;
        int slots = 0;
        for (int day = 0; day < days; day++)
        {
            await rig.Writer.WriteAsync(SampleActivity.Many(random.Next(3), _ => SampleActivity.Event(rows++)), Token);
            if (day % 30 == 4)
            {
                // Downtime of three days, of which the oldest slot is skipped; then two looks at once.
                rig.Time.Advance(TimeSpan.FromDays(2));
                slots += 2;
            }

            rig.Time.Advance(TimeSpan.FromDays(1));
            slots++;
            await Task.WhenAll(rig.TickAsync(), rig.TickAsync());
            await rig.TickAsync();
        }

        await rig.TickAsync(TimeSpan.FromDays(1));
        List<Manifest> chain = await rig.VerifiedChainAsync();
        Assert.Equal(slots + 1, chain.Count);
        Assert.Equal(slots + 1, chain.Select(manifest => manifest.Schedule).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal((days + 25) / 30, chain.Count(manifest => manifest.Kind == Manifest.Gap));
        Assert.Equal(rows, chain.Sum(manifest => manifest.Rows));
        Assert.Equal(chain.Count(manifest => manifest.Kind == Manifest.Export), rig.Runner.Started.Count);
        await VerifyAsync(rig, chain.Count);
    }

    private static async Task VerifyAsync(ScheduleRig rig, int manifests)
    {
        string head = (await rig.FindAsync()).HeadManifestSha256!;
        using DownloadedChain chain = await DownloadedChain.DownloadAsync(rig, Token);
        (int code, string said) = await chain.VerifyAsync(head);
        Assert.True(code == 0 && said.StartsWith(FormattableString.Invariant($"{manifests} manifests, unbroken."), StringComparison.Ordinal), said);

        chain.CutOffTheEnd();
        Assert.Equal(1, (await chain.VerifyAsync(head)).Code);
    }
}
