using Azure.Storage.Blobs;
using Reporting.Exports.Manifests;
using Reporting.Local.CommandLine;
using Reporting.Storage;
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
        await using ServiceUnderTest service = await ServiceUnderTest.StartHereAsync(account, Cancellation);
        await service.IngestAsync("recipe-runs", ActivityNdjson.RecipeRuns(0, 20), Cancellation);
        string file = await DownloadAsync(folder, service, account, new { report = "recipe-runs", format = "CSV" });

        (int code, string said) = await RunAsync("verify", file, folder["manifest.json"], "--keys", folder["keys.json"]);
        Assert.Equal((0, "The file is as signed: 20 rows"), (code, said[..30]));
        Assert.DoesNotContain("WARNING", said, StringComparison.Ordinal);

        byte[] bytes = await File.ReadAllBytesAsync(file, Cancellation);
        bytes[700] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Cancellation);
        await RefusedAsync("The file differs in slice 0", file, folder["manifest.json"], "--keys", folder["keys.json"]);
        await RefusedAsync("There is no file", file, folder["other.json"], "--keys", folder["keys.json"]);
        await RefusedAsync("verify takes a FILE", "--keys", folder["keys.json"]);
        await RefusedAsync("verify takes a FILE", file, folder["manifest.json"], "--chain", folder.Path, "--keys", folder["keys.json"]);
        await RefusedAsync("--head and --schedule", file, folder["manifest.json"], "--schedule", "daily", "--keys", folder["keys.json"]);
        await RefusedAsync("The public keys cannot be read from", file, folder["manifest.json"], "--keys", folder["none.json"]);

        // A single export is signed and follows nothing, and is no chain all the same.
        await File.WriteAllBytesAsync(file, [], Cancellation);
        await RefusedAsync("manifest.json is of no schedule", "--chain", folder.Path, "--keys", folder["keys.json"]);
    }

    [Fact]
    public async Task What_was_signed_is_told_and_a_file_that_is_a_part_of_the_log_is_called_one()
    {
        using var folder = new TemporaryFolder();
        string account = azurite.NewAccount();
        await using ServiceUnderTest service = await ServiceUnderTest.StartHereAsync(account, Cancellation);
        await service.IngestAsync("audit-events", string.Concat(Enumerable.Range(0, 30).Select(number => ActivityNdjson.AuditEvent("event-" + number, "description " + (number % 2)))), Cancellation);

        string file = await DownloadAsync(folder, service, account, new
        {
            report = "audit-logs", format = "CSV", columns = new[] { "timestamp", "id" }, filters = new { text = new[] { "description 1", "no such" } }, first = 7, since = "2026-03-01T00:00:00Z", until = "2026-03-02T00:00:00Z",
        });
        (int code, string said) = await RunAsync("verify", file, folder["manifest.json"], "--keys", folder["keys.json"]);
        Assert.Equal(0, code);
        Manifest manifest = Manifest.Parse(await File.ReadAllBytesAsync(folder["manifest.json"], Cancellation));
        foreach (string fact in new[]
        {
            "report         audit-logs, CSV", "rows           7", "events         from 2026-03-01T00:00:00.000Z to before 2026-03-02T00:00:00.000Z", "filters        text = description 1 or no such", "columns        timestamp, id",
            "first          the oldest 7 rows at most", "complete up to " + manifest.Watermark, $"requested      by {manifest.RequestedBy} at {manifest.RequestedAt}", "file           " + Path.GetFileName(file), "export         " + manifest.Id, "schedule       none",
        })
        {
            Assert.Contains("  " + fact, said, StringComparison.Ordinal);
        }

        string warning = Assert.Single(said.Split('\n'), line => line.StartsWith("WARNING: ", StringComparison.Ordinal));
        foreach (string part in new[] { "a part of the log", "only rows with text = description 1 or no such", "without the columns userId", "only the oldest 7 rows", "only events from 2026-03-01T00:00:00.000Z on", "only events before 2026-03-02T00:00:00.000Z" })
        {
            Assert.Contains(part, warning, StringComparison.Ordinal);
        }

        // Under another name the bytes are still right; that the name was not signed is said.
        File.Move(file, folder["audit-logs-of-the-whole-year.csv"]);
        (_, said) = await RunAsync("verify", folder["audit-logs-of-the-whole-year.csv"], folder["manifest.json"], "--keys", folder["keys.json"]);
        Assert.Contains($"WARNING: The file's name here is audit-logs-of-the-whole-year.csv; it was signed as {manifest.File}.", said, StringComparison.Ordinal);

        foreach ((object request, string part) in new (object, string)[]
        {
            (new { report = "audit-logs", format = "JSONL", since = "2026-03-01T00:00:00Z" }, "only events from"), (new { report = "audit-logs", format = "CEF", until = "2026-03-02T00:00:00Z" }, "only events before"),
            (new { report = "audit-logs", format = "OCSF", filters = new { user = new[] { "x" } } }, "only rows with user = x"), (new { report = "audit-logs", format = "JSONL", columns = new[] { "id" } }, "without the columns timestamp"),
            (new { report = "audit-logs", format = "CSV", changedSince = "2026-01-01T00:00:00Z" }, "only rows that changed from 2026-01-01T00:00:00.000Z"), (new { report = "audit-logs", format = "CSV", first = 1 }, "only the oldest 1 rows"),
        })
        {
            file = await DownloadAsync(folder, service, account, request);
            (code, said) = await RunAsync("verify", file, folder["manifest.json"], "--keys", folder["keys.json"]);
            Assert.Equal(0, code);
            Assert.Contains("WARNING: This file is a part of the log, not the whole: " + part, said, StringComparison.Ordinal);
        }

        // Whole in every format, also when a number of rows was asked for that there are not.
        foreach (object request in new object[] { new { report = "audit-logs", format = "CEF" }, new { report = "audit-logs", format = "OCSF" }, new { report = "audit-logs", format = "JSONL", first = 100_000 }, new { report = "audit-logs", format = "CSV", columns = AllColumns() } })
        {
            file = await DownloadAsync(folder, service, account, request);
            (code, said) = await RunAsync("verify", file, folder["manifest.json"], "--keys", folder["keys.json"]);
            Assert.Equal(0, code);
            Assert.DoesNotContain("WARNING", said, StringComparison.Ordinal);
        }
    }

    private static string[] AllColumns() => [.. Reporting.Reports.Definitions.ReportCatalogue.Find("audit-logs").Columns.Select(column => column.Name)];

    /// <summary>Exports and downloads the file under its name, the manifest, its signature and the keys; the file's path.</summary>
    private static async Task<string> DownloadAsync(TemporaryFolder folder, ServiceUnderTest service, string account, object request)
    {
        string id = await service.StartExportAsync(request, Cancellation);
        byte[] file = await service.FileAsync(id, Cancellation);
        await File.WriteAllBytesAsync(folder["keys.json"], await service.Http.GetByteArrayAsync("/api/manifest-keys", Cancellation), Cancellation);
        BlobContainerClient exports = ReportingStorageFactory.Create(account).Blobs.GetBlobContainerClient("exports");
        await exports.GetBlobClient(id + "/manifest.json").DownloadToAsync(folder["manifest.json"], Cancellation);
        await exports.GetBlobClient(id + "/manifest.json.jws").DownloadToAsync(folder["manifest.json.jws"], Cancellation);
        string path = folder[Manifest.Parse(await File.ReadAllBytesAsync(folder["manifest.json"], Cancellation)).File];
        await File.WriteAllBytesAsync(path, file, Cancellation);
        return path;
    }

    private static async Task RefusedAsync(string message, params string[] arguments)
    {
        (int code, string said) = await RunAsync(["verify", .. arguments]);
        Assert.Equal(1, code);
        Assert.StartsWith(message, said, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        using var said = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(said) });
        int code = await LocalCommandLine.RunAsync(arguments, new ConsoleTexts(console, console));
        return (code, said.ToString());
    }
}
