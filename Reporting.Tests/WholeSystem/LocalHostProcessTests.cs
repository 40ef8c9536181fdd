using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Reporting.Local.Client;
using Reporting.Tests.Judges;

namespace Reporting.Tests.WholeSystem;

/// <summary>The program as a person runs it: its own Azurite, kept data, clean ends, one-line errors.</summary>
public sealed partial class LocalHostProcessTests(AzuriteServer azurite)
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>(StringComparer.Ordinal);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_data_outlives_a_killed_host_and_one_that_is_asked_to_end_leaves_no_process()
    {
        using var home = new TemporaryFolder();
        string[] arguments = ["--urls", "http://127.0.0.1:0", "--data", home["data"]];
        await using (HostProcess host = await HostProcess.StartAsync(home.Path, arguments, None, Cancellation))
        {
            Assert.Contains("loading the sample", host.Said, StringComparison.Ordinal);
            Assert.DoesNotContain("warn:", host.Said, StringComparison.Ordinal);
            using ReportingClient client = host.Client();
            IngestResponse answer = await client.IngestAsync("audit-events", Encoding.UTF8.GetBytes(ActivityNdjson.AuditEvent("kept")), Cancellation);
            Assert.Equal(1, answer.Accepted);
            await host.KillAsync();
        }

        await using (HostProcess host = await HostProcess.StartAsync(home.Path, arguments, None, Cancellation))
        {
            Assert.DoesNotContain("loading the sample", host.Said, StringComparison.Ordinal);
            using ReportingClient client = host.Client();
            Assert.Contains("Create token", await AuditLogsAsync(client, home), StringComparison.Ordinal);
            await EndsAsync(host, "INT");
        }

        Assert.False(Directory.Exists(home[".aspnet"]), "A data protection key was kept in the user's profile.");
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_host_that_is_asked_to_end_keeps_its_data_and_leaves_no_process(string signal)
    {
        LongTests.SkipUnlessEnabled();
        using var home = new TemporaryFolder();
        string[] arguments = ["--urls", "http://127.0.0.1:0", "--data", home["data"]];
        await using (HostProcess host = await HostProcess.StartAsync(home.Path, arguments, None, Cancellation))
        {
            await EndsAsync(host, signal);
        }

        await using (HostProcess host = await HostProcess.StartAsync(home.Path, arguments, None, Cancellation))
        {
            Assert.DoesNotContain("loading the sample", host.Said, StringComparison.Ordinal);
            using ReportingClient client = host.Client();
            Assert.Contains("run.recipe", await AuditLogsAsync(client, home), StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(home[".aspnet"]), "A data protection key was kept in the user's profile.");
    }

    [Fact]
    public async Task The_commands_that_are_printed_work_when_pasted_all_at_once()
    {
        using var home = new TemporaryFolder();
        await using HostProcess host = await HostProcess.StartAsync(
            home.Path,
            ["--urls", "http://127.0.0.1:0", "--allow-development-sign-in"],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["ReportingStorage"] = azurite.NewAccount(), ["Logging:LogLevel:Default"] = "Warning" },
            Cancellation);
        await host.WaitForAsync(LastCommand(), Cancellation);
        string[] commands = [.. host.Said.Split('\n').Where(line => PastedLine().IsMatch(line))];
        Assert.Equal(5, commands.Length);
        Assert.DoesNotContain("eyJ", host.Said, StringComparison.Ordinal); // No terminal, no token: the first command makes one.

        string said = Encoding.UTF8.GetString(await Judge.RunAsync("bash", ["-euo", "pipefail", "-c", $"export HOME='{home.Path}'; cd '{home.Path}'\n" + string.Join('\n', commands)], [], Cancellation));

        Assert.Contains("\"state\":\"SUCCESSFUL\"", said, StringComparison.Ordinal);
        Assert.Contains("\"accepted\":1", said, StringComparison.Ordinal);
        string file = Assert.Single(Directory.GetFiles(home.Path));
        Assert.Matches(@"usage-report-[-0-9TZ]+\.csv$", file);
        Assert.StartsWith("runId,recipeId,", await File.ReadAllTextAsync(file, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_host_on_the_same_data_is_refused_and_the_first_ends_when_its_Azurite_is_gone()
    {
        LongTests.SkipUnlessEnabled();
        using var home = new TemporaryFolder();
        string[] arguments = ["--urls", "http://127.0.0.1:0", "--data", home["data"]];
        await using HostProcess host = await HostProcess.StartAsync(home.Path, arguments, None, Cancellation);
        await using HostProcess second = HostProcess.Launch(home.Path, arguments, None);
        Assert.Equal(1, await second.WaitForExitAsync(Cancellation));
        Assert.Equal($"The data folder {home["data"]} is in use by another Reporting.Local, or cannot be written to. End that one, or give another folder with --data.", second.Said.Trim());

        using Process kill = Process.Start("pkill", ["-KILL", "-P", host.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Cancellation);
        Assert.Equal(1, await host.WaitForExitAsync(Cancellation));
        Assert.Contains("Azurite has ended by itself, so the host ends too.", host.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_port_is_told_in_one_line_with_the_setting()
    {
        using var home = new TemporaryFolder();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        string port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await using HostProcess host = HostProcess.Launch(home.Path, ["--port", port, "--data", home["data"]], None);

        Assert.Equal(1, await host.WaitForExitAsync(Cancellation));
        Assert.Equal($"Port {port} is in use by another program. Give another one with --port (setting Port), or an address with --urls (setting Urls).", host.Said.Trim());
    }

    [Fact]
    public async Task Missing_and_old_Node_are_told_in_one_line()
    {
        using var home = new TemporaryFolder();
        string programs = Directory.CreateDirectory(home["programs"]).FullName;
        File.CreateSymbolicLink(Path.Combine(programs, "dotnet"), FindProgram("dotnet"));
        Assert.Equal("Node.js was not found. Install Node.js 20 or later, or set ReportingStorage to an account of your own.", await SaidAsync());

        if (!OperatingSystem.IsWindows())
        {
            string node = Path.Combine(programs, "node");
            await File.WriteAllTextAsync(node, "#!/bin/sh\necho v18.20.4\n", Cancellation);
            File.SetUnixFileMode(node, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            Assert.Equal("Node.js v18.20.4 is too old. Install Node.js 20 or later, or set ReportingStorage to an account of your own.", await SaidAsync());
        }

        async Task<string> SaidAsync()
        {
            await using HostProcess host = HostProcess.Launch(
                home.Path,
                ["--urls", "http://127.0.0.1:0", "--data", home["data"]],
                new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = programs });
            Assert.Equal(1, await host.WaitForExitAsync(Cancellation));
            return host.Said.Trim();
        }
    }

    [Fact]
    public async Task A_wrong_setting_is_told_in_one_line()
    {
        using var home = new TemporaryFolder();
        await using HostProcess host = HostProcess.Launch(home.Path, ["--urls", "localhost", "--data", home["data"]], None);

        Assert.Equal(1, await host.WaitForExitAsync(Cancellation));
        Assert.Equal("'localhost' (--urls, setting Urls) is not an address such as http://localhost:7071.", host.Said.Trim());
    }

    private static async Task EndsAsync(HostProcess host, string signal)
    {
        int port = int.Parse(AzuritePort().Match(host.Said).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.Equal(0, await host.TerminateAsync(signal, Cancellation));
        Assert.EndsWith("Ended.\n", host.Said.TrimEnd('\n') + "\n", StringComparison.Ordinal);
        using var probe = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(async () => await probe.ConnectAsync(IPAddress.Loopback, port, Cancellation));
    }

    private static async Task<string> AuditLogsAsync(ReportingClient client, TemporaryFolder folder)
    {
        string id = await client.StartExportAsync(new { report = "audit-logs", format = "CSV" }, Cancellation);
        ExportResponse answer = await client.WaitForExportAsync(id, _ => { }, Cancellation);
        Assert.True(answer.IsSuccessful, answer.StateMessage);
        return await File.ReadAllTextAsync(await client.DownloadAsync(new Uri(answer.Url!), folder.Path, Cancellation), Cancellation);
    }

    private static string FindProgram(string name) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).First(File.Exists);

    [GeneratedRegex("^(export|ID=|while|curl)", RegexOptions.None, 1000)]
    private static partial Regex PastedLine();

    [GeneratedRegex(@"my-first-event.*\n", RegexOptions.None, 1000)]
    private static partial Regex LastCommand();

    [GeneratedRegex("blobs on port ([0-9]+)", RegexOptions.None, 1000)]
    private static partial Regex AzuritePort();
}
