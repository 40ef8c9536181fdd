using Reporting.Local.CommandLine;
using Reporting.Tests.WholeSystem;
using Spectre.Console;

namespace Reporting.Tests.Local.CommandLine;

/// <summary>Settings that cannot be worked with are told in one line, before anything slow begins and without any secret.</summary>
public sealed class WrongSettingsTests
{
    private const string Account = "ReportingStorage=DefaultEndpointsProtocol=https;AccountName=a;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net";

    [Theory]
    [InlineData("ReportingStorage=c2VjcmV0", "The setting ReportingStorage is no connection string of a storage account, such as ")]
    [InlineData("ReportingStorage=DefaultEndpointsProtocol=https;AccountName=a", "The setting ReportingStorage is no connection string of a storage account, such as ")]
    [InlineData("ReportingStorage:tableServiceUri=https://a.table.core.windows.net", "Set ReportingStorage:blobServiceUri to the absolute address of the service")]
    [InlineData(Account, "A setting is wrong: Access:Authority is not set", "Or start with --allow-development-sign-in")]
    [InlineData("Exports:LinkMinutes=0", "A setting is wrong: ", "LinkMinutes must be between 1 and 1440")]
    [InlineData("Exports:LinkMinutes=abc", "A setting is wrong: ", "'abc' at 'Exports:LinkMinutes'")]
    [InlineData("Local:MaxActivities=0", "A setting is wrong: ", "MaxActivities must be between 1 and 256")]
    [InlineData("TaskHubStorage=c2VjcmV0", "The setting TaskHubStorage is no connection string of a storage account, such as ")]
    [InlineData("TaskHubStorage:tableServiceUri=https://a.table.core.windows.net", "A setting is wrong: Set TaskHubStorage:blobServiceUri to the absolute address of the service")]
    [InlineData("Logging:LogLevel:Default=Loud", "A setting is wrong: ", "'Loud'")]
    public async Task A_wrong_setting_is_told_in_one_line(string setting, string begins, string says = "")
    {
        using var folder = new TemporaryFolder();
        (int code, string said) = await RunAsync("--urls", "http://127.0.0.1:0", "--data", folder["data"], "--set", setting);

        Assert.Equal(1, code);
        Assert.StartsWith(begins, Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains(says, said, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["data"]));
    }

    [Fact]
    public async Task A_folder_that_the_demo_cannot_write_to_is_told_before_it_starts()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["file"], "", TestContext.Current.CancellationToken);
        string output = Path.Combine(folder["file"], "out");

        Assert.Equal((1, $"The folder {output} cannot be written to. Give another one with --out.\n"), await RunAsync("demo", "--out", output));
    }

    private static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        using var said = new StringWriter { NewLine = "\n" };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(said) });
        int code = await LocalCommandLine.RunAsync(arguments, new ConsoleTexts(console, console));
        return (code, said.ToString());
    }
}
