using System.CommandLine;
using Reporting.Local.CommandLine;
using Reporting.Local.Hosting;

namespace Reporting.Local.Demo;

/// <summary><c>demo</c>: the whole main job in one command, on a host and an empty log of its own.</summary>
internal static class DemoCommand
{
    // The table and the bars tell what happens; the log only what goes wrong.
    private static readonly Dictionary<string, string?> QuietLog = new(StringComparer.Ordinal) { ["Logging:LogLevel:Default"] = "Warning" };

    public static Command Create(ConsoleTexts texts)
    {
        var input = new Option<string?>("--input") { Description = "Folder whose *.ndjson and *.ndjson.gz are imported (default: the project's own sample).", HelpName = "FOLDER" };
        var output = new Option<string>("--out") { Description = "Folder for the files.", HelpName = "FOLDER", DefaultValueFactory = _ => "out" };
        var command = new Command(
            "demo", "Starts on an empty log, imports activity, exports the four reports, downloads them, and ends.") { input, output };
        command.SetAction(
            (result, cancellationToken) => RunAsync(texts, result.GetValue(input), result.GetValue(output)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ConsoleTexts texts, string? input, string output, CancellationToken cancellationToken)
    {
        // Before anything starts: a wrong folder should not cost a minute.
        DemoInput files = await DemoInput.ReadAsync(input, TimeProvider.System, cancellationToken);
        MakeWritable(output);
        string data = Path.Combine(Path.GetTempPath(), "reporting-demo-" + Path.GetRandomFileName());
        texts.WriteLine($"The demo keeps its data in {data} and removes it at its end.");
        try
        {
            var settings = new LocalSettings { Urls = "http://127.0.0.1:0", DataFolder = data, AlwaysUseAzurite = true, ServeAdminPages = false, Overrides = QuietLog };
            await using LocalHost host = await LocalHost.StartAsync(settings, texts.WriteLine, cancellationToken);
            return await new DemoRun(texts, host.Address, host.AdminToken!, TimeProvider.System).RunAsync(files, output, cancellationToken);
        }
        finally
        {
            if (Directory.Exists(data))
            {
                Directory.Delete(data, recursive: true);
            }
        }
    }

    private static void MakeWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using FileStream probe = new(Path.Combine(folder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                $"The folder {Path.GetFullPath(folder)} cannot be written to. Give another one with --out.", exception);
        }
    }
}
