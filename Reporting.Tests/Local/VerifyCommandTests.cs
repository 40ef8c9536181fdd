using Azure.Storage.Blobs;
using Reporting.Local.CommandLine;
using Reporting.Storage;
using Reporting.Tests.Storage;
using Reporting.Tests.WholeSystem;
using Spectre.Console;

namespace Reporting.Tests.Local;

public sealed class VerifyCommandTests(AzuriteServer azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_downloaded_file_is_checked_against_its_signed_manifest_and_a_changed_one_is_refused()
    {
        using var folder = new TemporaryFolder();
        string account = azurite.NewAccount();
        await using (ServiceUnderTest service = await ServiceUnderTest.StartHereAsync(account, Cancellation))
        {
            await service.IngestAsync("recipe-runs", MadeActivity.RecipeRuns(0, 20), Cancellation);
            string id = await service.StartExportAsync(new { report = "recipe-runs", format = "CSV" }, Cancellation);
            await File.WriteAllBytesAsync(folder["runs.csv"], await service.FileAsync(id, Cancellation), Cancellation);
            await File.WriteAllBytesAsync(folder["keys.json"], await service.Http.GetByteArrayAsync("/api/manifest-keys", Cancellation), Cancellation);
            BlobContainerClient exports = ReportingStorageFactory.Create(account).Blobs.GetBlobContainerClient("exports");
            await exports.GetBlobClient(id + "/manifest.json").DownloadToAsync(folder["manifest.json"], Cancellation);
            await exports.GetBlobClient(id + "/manifest.json.jws").DownloadToAsync(folder["manifest.json.jws"], Cancellation);
        }

        Assert.Equal((0, "20 rows"), Shorten(await RunAsync("verify", folder["runs.csv"], folder["manifest.json"], "--keys", folder["keys.json"])));

        byte[] bytes = await File.ReadAllBytesAsync(folder["runs.csv"], Cancellation);
        bytes[700] ^= 1;
        await File.WriteAllBytesAsync(folder["runs.csv"], bytes, Cancellation);
        Assert.Equal((1, "The fil"), Shorten(await RunAsync("verify", folder["runs.csv"], folder["manifest.json"], "--keys", folder["keys.json"])));
        Assert.Equal((1, "There i"), Shorten(await RunAsync("verify", folder["runs.csv"], folder["other.json"], "--keys", folder["keys.json"])));
        Assert.Equal((1, "verify "), Shorten(await RunAsync("verify", "--keys", folder["keys.json"])));
        Assert.Equal((1, "The pub"), Shorten(await RunAsync("verify", folder["runs.csv"], folder["manifest.json"], "--keys", folder["none.json"])));
    }

    private static (int Code, string Said) Shorten((int Code, string Said) result) => (result.Code, result.Said[..Math.Min(7, result.Said.Length)]);

    private static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        using var said = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(said) });
        int code = await LocalCommandLine.RunAsync(arguments, new ConsoleTexts(console, console));
        return (code, said.ToString());
    }
}
