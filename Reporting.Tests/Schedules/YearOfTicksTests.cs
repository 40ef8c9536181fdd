using Reporting.Exports.Manifests;
using Reporting.Local.CommandLine;
using Reporting.Tests.Activity;
using Reporting.Tests.Storage;
using Reporting.Tests.WholeSystem;
using Spectre.Console;

namespace Reporting.Tests.Schedules;

/// <summary>A long time under a fake clock, and the verify command over what was delivered.</summary>
public sealed class YearOfTicksTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Forty_days_of_ticks_lose_and_double_nothing() => RunAsync(days: 40);

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
            if (day % 30 == 9)
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
        Assert.Equal((days + 20) / 30, chain.Count(manifest => manifest.Kind == Manifest.Gap));
        Assert.Equal(rows, chain.Sum(manifest => manifest.Rows));
        Assert.Equal(chain.Count(manifest => manifest.Kind == Manifest.Export), rig.Runner.Started.Count);
        await VerifyAsync(rig, chain.Count);
    }

    private static async Task VerifyAsync(ScheduleRig rig, int manifests)
    {
        using var folder = new TemporaryFolder();
        foreach ((string name, byte[] content) in await rig.DeliveredAsync())
        {
            string path = folder["hourly/" + name];
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, content, Token);
        }

        await File.WriteAllBytesAsync(folder["keys.json"], (await rig.Get<IManifestKeys>().ListAsync(Token)).ToJson(), Token);
        string head = (await rig.FindAsync()).HeadManifestSha256!;
        string[] command = ["verify", "--chain", folder["hourly"], "--keys", folder["keys.json"], "--head", head];
        (int code, string said) = await RunAsync(command);
        Assert.True(code == 0 && said.StartsWith(FormattableString.Invariant($"{manifests} manifests, unbroken."), StringComparison.Ordinal), said);

        string newest = Directory.GetFiles(folder["hourly"], "*.manifest.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        File.Move(newest, folder["taken.json"]);
        Assert.Equal(1, (await RunAsync(command)).Code);
    }

    private static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        using var said = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(said) });
        return (await LocalCommandLine.RunAsync(arguments, new ConsoleTexts(console, console)), said.ToString().ReplaceLineEndings(" "));
    }
}
