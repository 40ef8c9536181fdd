using Reporting.Exports.Manifests;
using Reporting.Local.CommandLine;
using Reporting.Tests.WholeSystem;
using Spectre.Console;

namespace Reporting.Tests.Schedules;

/// <summary>What a schedule has delivered, in a folder as an auditor downloads it, under the verify command.</summary>
internal sealed class DownloadedChain : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static async Task<DownloadedChain> DownloadAsync(ScheduleRig rig, CancellationToken cancellationToken)
    {
        var chain = new DownloadedChain();
        foreach ((string name, byte[] content) in await rig.DeliveredAsync())
        {
            string path = chain._folder["hourly/" + name];
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, content, cancellationToken);
        }

        await File.WriteAllBytesAsync(chain._folder["keys.json"], (await rig.Get<IManifestKeys>().ListAsync(cancellationToken)).ToJson(), cancellationToken);
        return chain;
    }

    /// <summary>Takes the newest manifest away.</summary>
    public void CutOffTheEnd()
    {
        string newest = Directory.GetFiles(_folder["hourly"], "*.manifest.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        File.Move(newest, _folder["taken.json"]);
    }

    /// <summary>Takes a delivered file away, as retention does.</summary>
    public string TakeAFile()
    {
        string file = Directory.GetFiles(_folder["hourly"], "*.csv", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        File.Delete(file);
        return Path.GetRelativePath(_folder["hourly"], file);
    }

    /// <summary>Runs <c>verify --chain --head</c>: its exit code and what it said, on one line.</summary>
    public async Task<(int Code, string Said)> VerifyAsync(string head, params string[] more)
    {
        using var said = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(said) });
        string[] command = ["verify", "--chain", _folder["hourly"], "--keys", _folder["keys.json"], "--head", head, .. more];
        return (await LocalCommandLine.RunAsync(command, new ConsoleTexts(console, console)), said.ToString().ReplaceLineEndings(" "));
    }
}
