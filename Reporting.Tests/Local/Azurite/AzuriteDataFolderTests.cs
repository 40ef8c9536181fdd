using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Azure;
using Azure.Data.Tables;
using Reporting.Local.Azurite;
using Reporting.Local.CommandLine;
using Reporting.Local.Hosting;
using Reporting.Tests.WholeSystem;

namespace Reporting.Tests.Local.Azurite;

/// <summary>What the local host keeps on disk is for its user, and its storage opens to that folder's key only.</summary>
public sealed partial class AzuriteDataFolderTests
{
    private const string PublishedKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Azurite_opens_to_the_key_of_its_data_folder_and_not_to_the_published_one()
    {
        using var folder = new TemporaryFolder();
        string data = folder["data"];
        var settings = new LocalSettings { Urls = "http://127.0.0.1:0", DataFolder = data, AlwaysUseAzurite = true, ServeAdminPages = false, KeyFolder = folder["keys"], Overrides = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Logging:LogLevel:Default"] = "Error" } };
        await using LocalHost host = await LocalHost.StartAsync(settings, _ => { }, Cancellation);
        string key = (await File.ReadAllTextAsync(Path.Combine(data, "azurite.key"), Cancellation)).Trim();
        Assert.Equal(64, Convert.FromBase64String(key).Length);

        string connection = host.Azurite!.ConnectionString;
        Assert.Contains("AccountKey=" + key, connection, StringComparison.Ordinal);
        Assert.NotNull((await new TableServiceClient(connection).GetPropertiesAsync(Cancellation)).Value);
        RequestFailedException refused = await Assert.ThrowsAsync<RequestFailedException>(() => new TableServiceClient(connection.Replace(key, PublishedKey, StringComparison.Ordinal)).GetPropertiesAsync(Cancellation));
        Assert.Equal(403, refused.Status);
        AssertClosed(data);

        if (OperatingSystem.IsLinux())
        {
            // Every user can read a process's command line.
            string commandLines = string.Concat(Directory.EnumerateDirectories("/proc").Where(process => ProcessFolder.IsMatch(process)).Select(CommandLine));
            Assert.Contains("azurite-host.cjs", commandLines, StringComparison.Ordinal);
            Assert.DoesNotContain(key, commandLines, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_folder_of_an_earlier_version_is_closed_and_gets_a_key_that_stays()
    {
        using var folder = new TemporaryFolder();
        string data = folder["data"];
        Directory.CreateDirectory(Path.Combine(data, "azurite", "__blobstorage__"));
        foreach (string file in (string[])["host.lock", "azurite/__azurite_db_table__.json", "azurite/__blobstorage__/extent"])
        {
            File.WriteAllText(Path.Combine(data, file), "data");
        }

        if (!OperatingSystem.IsWindows())
        {
            using Process open = Process.Start("chmod", ["-R", "a+rwX", data]);
            open.WaitForExit();
        }

        string key;
        using (AzuriteDataFolder taken = AzuriteDataFolder.Take(data))
        {
            key = AzuriteKeyFile.LoadOrMake(taken.KeyFile);
            AssertClosed(data);
            Assert.Equal("data", File.ReadAllText(Path.Combine(data, "azurite/__blobstorage__/extent")));
        }

        using AzuriteDataFolder again = AzuriteDataFolder.Take(data);
        Assert.Equal(key, AzuriteKeyFile.LoadOrMake(again.KeyFile));
        using var other = new TemporaryFolder();
        Assert.NotEqual(key, AzuriteKeyFile.LoadOrMake(other["azurite.key"]));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_folder_that_holds_other_things_or_is_shared_keeps_its_mode_and_what_is_put_there_is_closed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "folders have no mode there");
        using var folder = new TemporaryFolder();
        UnixFileMode open = File.GetUnixFileMode(folder.Path) | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        Directory.CreateDirectory(folder["shared"], open | UnixFileMode.StickyBit);
        File.SetUnixFileMode(folder["shared"], open | UnixFileMode.StickyBit);
        Directory.CreateDirectory(folder["full"]);
        File.SetUnixFileMode(folder["full"], open);
        File.WriteAllText(folder["full/letter.txt"], "not ours");
        File.SetUnixFileMode(folder["full/letter.txt"], open);
        foreach ((string name, UnixFileMode mode) in new[] { ("shared", open | UnixFileMode.StickyBit), ("full", open) })
        {
            using AzuriteDataFolder taken = AzuriteDataFolder.Take(folder[name]);
            AzuriteKeyFile.LoadOrMake(taken.KeyFile);
            Assert.Equal(mode, File.GetUnixFileMode(folder[name]));
            AssertClosed(taken.AzuriteLocation);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(taken.KeyFile));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder[name], "host.lock")));
        }

        Assert.Equal(open, File.GetUnixFileMode(folder["full/letter.txt"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("c2hvcnQ=")]
    public void A_key_file_that_holds_none_is_named_with_what_to_do(string content)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["azurite.key"], content);
        string message = Assert.Throws<UserErrorException>(() => AzuriteKeyFile.LoadOrMake(folder["azurite.key"])).Message;
        Assert.Contains(folder["azurite.key"], message, StringComparison.Ordinal);
        Assert.Contains("Delete it", message, StringComparison.Ordinal);
    }

    private static void AssertClosed(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string[] all = [folder, .. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)];
        foreach (string path in all)
        {
            Assert.True((File.GetUnixFileMode(path) & Others) == UnixFileMode.None, path);
        }
    }

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ""; // It has ended meanwhile.
        }
    }

    [GeneratedRegex("^/proc/[0-9]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ProcessFolder { get; }
}
