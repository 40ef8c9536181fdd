using System.Diagnostics;
using Microsoft.Playwright;
using Reporting.Tests.Faults;
using static Microsoft.Playwright.Assertions;

namespace Reporting.Tests.Web;

[Collection(BrowserFixture.Name)]
public sealed class ReportsPageTests(BrowserFixture browser, AzuriteServer azurite)
{
    [Fact]
    public async Task A_usage_report_shows_its_progress_survives_a_reload_and_downloads_itself()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using FaultProxy proxy = await FaultProxy.StartAsync(azurite.NewAccount(), cancellationToken);
        await using AdminSite site = await AdminSite.StartWithSampleAsync(proxy.ConnectionString, cancellationToken);
        await using BrowserWindow window = await browser.OpenAsync(site);
        IPage page = await window.SignInAsync("/admin/reports");

        HoldPoint writing = proxy.HoldBefore(request => request.IsPutBlock);
        await page.GetByRole(AriaRole.Button, new() { Name = "Download Usage" }).ClickAsync();
        await writing.Reached.WaitAsync(cancellationToken);
        ILocator tray = page.GetByRole(AriaRole.Region, new() { Name = "Exports of this tab" });
        await Expect(tray.GetByRole(AriaRole.Progressbar, new() { Name = "Progress of Usage, CSV" })).ToBeVisibleAsync();
        ILocator listed = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Usage, CSV" });
        await Expect(listed).ToContainTextAsync("In progress");
        await Expect(listed).ToContainTextAsync("admin@localhost");

        await page.ReloadAsync();
        await Expect(tray.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        await Expect(listed).ToContainTextAsync("In progress");
        IDownload download = await page.RunAndWaitForDownloadAsync(() =>
        {
            writing.Release();
            return Task.CompletedTask;
        });

        byte[] expected = await site.ExportAsync(new { report = "usage", format = "CSV", bom = true, spreadsheetSafe = true }, cancellationToken);
        byte[] actual = await File.ReadAllBytesAsync(await download.PathAsync(), cancellationToken);
        Assert.True(expected.Length > 10_000, "The sample's usage report is about 30 columns of some hundred rows.");
        Assert.Equal(expected, actual);
        Assert.StartsWith("usage-report-", download.SuggestedFilename, StringComparison.Ordinal);
        await Expect(listed.First).ToContainTextAsync("Ready");

        // Once downloaded, a reload does not download it again.
        await page.ReloadAsync();
        await Expect(listed.First).ToContainTextAsync("Ready");
        await Expect(tray).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_export_can_be_cancelled()
    {
        LongTests.SkipUnlessEnabled();
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using FaultProxy proxy = await FaultProxy.StartAsync(azurite.NewAccount(), cancellationToken);
        await using AdminSite site = await AdminSite.StartWithSampleAsync(proxy.ConnectionString, cancellationToken);
        await using BrowserWindow window = await browser.OpenAsync(site);
        IPage page = await window.SignInAsync("/admin/reports");

        HoldPoint writing = proxy.HoldBefore(request => request.IsPutBlock);
        await page.GetByRole(AriaRole.Button, new() { Name = "Download Commits" }).ClickAsync();
        await writing.Reached.WaitAsync(cancellationToken);
        ILocator tray = page.GetByRole(AriaRole.Region, new() { Name = "Exports of this tab" });
        await page.RunAndWaitForResponseAsync(
            () => tray.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync(),
            response => response.Request.Method == "DELETE" && response.Status == 202);
        writing.Release();
        await Expect(tray).ToContainTextAsync("Cancelled");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Commits, CSV" })).ToContainTextAsync("Cancelled");
    }

    [Fact]
    public async Task A_listed_file_can_be_downloaded_again_fetched_with_curl_and_deleted()
    {
        LongTests.SkipUnlessEnabled();
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using AdminSite site = await AdminSite.StartWithSampleAsync(azurite.NewAccount(), cancellationToken);
        byte[] expected = await site.ExportAsync(new { report = "recipe-runs", format = "JSONL" }, cancellationToken);
        await using BrowserWindow window = await browser.OpenAsync(site, new() { Permissions = ["clipboard-read", "clipboard-write"] });
        IPage page = await window.SignInAsync("/admin/reports");
        ILocator listed = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Recipe runs, JSON Lines" });

        IDownload download = await page.RunAndWaitForDownloadAsync(() => listed.GetByRole(AriaRole.Button, new() { Name = "Download:" }).ClickAsync());
        Assert.Equal(expected, await File.ReadAllBytesAsync(await download.PathAsync(), cancellationToken));

        await listed.GetByRole(AriaRole.Button, new() { Name = "Copy curl" }).ClickAsync();
        await Expect(listed).ToContainTextAsync("Copied.");
        Assert.Equal(expected, await RunInShellAsync(await page.EvaluateAsync<string>("navigator.clipboard.readText()"), cancellationToken));

        await listed.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Keep" }).ClickAsync();
        await Expect(listed).ToContainTextAsync("Ready");
        await listed.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete the file" }).ClickAsync();
        await Expect(listed.Filter(new() { HasText = "Ready" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Options_reach_the_file_and_a_refused_request_says_why()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        AdminSite site = await browser.SampleSiteAsync();
        await using BrowserWindow window = await browser.OpenAsync(site);
        IPage page = await window.SignInAsync("/admin/reports");
        ILocator card = page.GetByRole(AriaRole.Form, new() { Name = "Commits" });
        await card.GetByLabel("Format").SelectOptionAsync("JSONL");
        await card.GetByText("Options").ClickAsync();
        await card.GetByLabel("Only the oldest rows").FillAsync("3");
        await card.GetByLabel("Compress with gzip").CheckAsync();
        IDownload download = await page.RunAndWaitForDownloadAsync(() => card.GetByRole(AriaRole.Button).ClickAsync());
        Assert.EndsWith(".gz", download.SuggestedFilename, StringComparison.Ordinal);
        byte[] expected = await site.ExportAsync(new { report = "commits", format = "JSONL", first = 3, compression = "gzip" }, cancellationToken);
        Assert.Equal(expected, await File.ReadAllBytesAsync(await download.PathAsync(), cancellationToken));

        await card.GetByLabel("Time range").SelectOptionAsync("dates");
        await card.GetByLabel("From (UTC)").FillAsync("2026-03-02");
        await card.GetByLabel("To, that day included").FillAsync("2026-02-01");
        await card.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The export was not started. ");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("until");
    }

    private static async Task<byte[]> RunInShellAsync(string line, CancellationToken cancellationToken)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The line is for a POSIX shell.");
        string folder = Directory.CreateTempSubdirectory("reporting-curl-").FullName;
        using Process shell = Process.Start(new ProcessStartInfo("sh") { WorkingDirectory = folder, ArgumentList = { "-c", line }, RedirectStandardError = true })!;
        string errors = await shell.StandardError.ReadToEndAsync(cancellationToken);
        await shell.WaitForExitAsync(cancellationToken);
        Assert.True(shell.ExitCode == 0, errors);
        byte[] bytes = await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(folder)), cancellationToken);
        Directory.Delete(folder, recursive: true);
        return bytes;
    }
}
