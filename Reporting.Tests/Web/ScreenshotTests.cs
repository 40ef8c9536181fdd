using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Reporting.Tests.Web;

/// <summary>Takes the README's pictures from the project's sample; <c>REPORTING_SCREENSHOTS=1</c> puts them into <c>docs/images</c>.</summary>
[Collection(BrowserFixture.Name)]
public sealed class ScreenshotTests(BrowserFixture browser, AzuriteServer azurite)
{
    [Theory]
    [InlineData("insights", "/admin/insights", ColorScheme.Light)]
    [InlineData("insights-dark", "/admin/insights?range=last-quarter&organization=Platform", ColorScheme.Dark)]
    [InlineData("audit-logs", "/admin/audit-logs", ColorScheme.Light)]
    [InlineData("audit-logs-dark", "/admin/audit-logs?outcome=Failed", ColorScheme.Dark)]
    [InlineData("reports", "/admin/reports", ColorScheme.Light)]
    [InlineData("reports-dark", "/admin/reports", ColorScheme.Dark)]
    [InlineData("schedules", "/admin/schedules", ColorScheme.Light)]
    [InlineData("schedules-dark", "/admin/schedules", ColorScheme.Dark)]
    public async Task Each_page_has_its_picture(string name, string path, ColorScheme scheme)
    {
        LongTests.SkipUnlessEnabled(); // Pictures for the documents; what the pages do is tested beside.
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using AdminSite site = await AdminSite.StartWithSampleAsync(azurite.NewAccount(), cancellationToken);
        await site.ExportAsync(new { report = "usage", format = "CSV" }, cancellationToken);
        await site.ExportAsync(new { report = "audit-logs", format = "CEF", filters = new { outcome = new[] { "Failed" } } }, cancellationToken);
        await site.PutScheduleAsync("failures-to-siem", new { report = "audit-logs", format = "CEF", filters = new { outcome = new[] { "Failed" } }, cron = "*/15 * * * *", timeZone = "UTC" }, cancellationToken);
        await site.PutScheduleAsync("usage-weekly", new { report = "usage", format = "CSV", cron = "0 2 * * 1", timeZone = "Europe/Berlin", over = "eventTime", lagMinutes = 60 }, cancellationToken);
        await using BrowserWindow window = await OpenAsync(site, scheme);
        IPage page = await window.SignInAsync(path);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await KeepAsync(page, name);
    }

    [Theory]
    [InlineData("sign-in", ColorScheme.Light, null, "Sign in to Reporting")]
    [InlineData("forbidden", ColorScheme.Dark, "ordinary user", "These pages are for administrators")]
    public async Task The_way_in_has_its_picture(string name, ColorScheme scheme, string? role, string heading)
    {
        LongTests.SkipUnlessEnabled();
        await using BrowserWindow window = await OpenAsync(await browser.SampleSiteAsync(), scheme);
        await (role is null ? window.OpenAsync("/admin/reports") : window.SignInAsync("/admin/reports", role));
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = heading })).ToBeVisibleAsync();
        await KeepAsync(window.Page, name);
    }

    private Task<BrowserWindow> OpenAsync(AdminSite site, ColorScheme scheme) =>
        browser.OpenAsync(site, new() { ColorScheme = scheme, ViewportSize = new() { Width = 1280, Height = 800 } });

    private static async Task KeepAsync(IPage page, string name)
    {
        byte[] picture = await page.ScreenshotAsync(new() { FullPage = name.StartsWith("reports", StringComparison.Ordinal) });
        Assert.True(picture.Length > 10_000, "An empty page makes a smaller picture.");
        if (Environment.GetEnvironmentVariable("REPORTING_SCREENSHOTS") == "1")
        {
            string folder = Path.Combine(SharedData.RepositoryRoot, "docs", "images");
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(Path.Combine(folder, name + ".png"), picture, TestContext.Current.CancellationToken);
        }
    }
}
