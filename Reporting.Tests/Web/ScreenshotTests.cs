using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Reporting.Tests.Web;

/// <summary>Takes the README's pictures from the project's sample; <c>REPORTING_SCREENSHOTS=1</c> puts them into <c>docs/images</c>.</summary>
[Collection(BrowserFixture.Name)]
public sealed class ScreenshotTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("audit-logs", "/admin/audit-logs", ColorScheme.Light)]
    [InlineData("audit-logs-dark", "/admin/audit-logs?outcome=Failed", ColorScheme.Dark)]
    [InlineData("reports", "/admin/reports", ColorScheme.Light)]
    [InlineData("schedules", "/admin/schedules", ColorScheme.Light)]
    public async Task Each_page_has_its_picture(string name, string path, ColorScheme scheme)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using BrowserWindow window = await browser.OpenAsync(await browser.SampleSiteAsync(), new() { ColorScheme = scheme, ViewportSize = new() { Width = 1280, Height = 800 } });
        IPage page = await window.SignInAsync(path);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        byte[] picture = await page.ScreenshotAsync(new() { FullPage = name == "reports" });
        Assert.True(picture.Length > 10_000, "An empty page makes a smaller picture.");
        if (Environment.GetEnvironmentVariable("REPORTING_SCREENSHOTS") == "1")
        {
            string folder = Path.Combine(SharedData.RepositoryRoot, "docs", "images");
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(Path.Combine(folder, name + ".png"), picture, cancellationToken);
        }
    }
}
