using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Reporting.Tests.Web;

[Collection(BrowserFixture.Name)]
public sealed class AuditLogsPageTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_filtered_view_can_be_shared_by_its_address()
    {
        AdminSite site = await browser.SampleSiteAsync();
        await using BrowserWindow mine = await browser.OpenAsync(site);
        IPage page = await mine.SignInAsync("/admin/audit-logs");
        ILocator filters = page.GetByRole(AriaRole.Search);
        await filters.GetByLabel("Outcome").SelectOptionAsync("Failed");
        await filters.GetByLabel("Target").FillAsync("commits");
        await filters.GetByLabel("Target").PressAsync("Enter");
        await page.GetByText("Columns", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Target" }).UncheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.GetByLabel("How times are shown").SelectOptionAsync("utc");
        string[] rows = await RowTextsAsync(page);
        Assert.All(rows, row => Assert.Contains("commit.recipe.run", row, StringComparison.Ordinal));
        Assert.All(rows, row => Assert.Contains("Failed", row, StringComparison.Ordinal));
        Assert.All(rows, row => Assert.Contains(" UTC", row, StringComparison.Ordinal));

        await using BrowserWindow theirs = await browser.OpenAsync(site);
        IPage shared = await theirs.SignInAsync(new Uri(page.Url).PathAndQuery);
        await Expect(shared.GetByRole(AriaRole.Search).GetByLabel("Outcome")).ToHaveValueAsync("Failed");
        Assert.Equal(rows, await RowTextsAsync(shared));
        await Expect(shared.GetByRole(AriaRole.Columnheader)).ToHaveTextAsync(["User", "Action type", "Action", "Description", "Time", "Outcome"]);
    }

    [Fact]
    public async Task What_is_filtered_is_what_the_export_to_CEF_holds()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        AdminSite site = await browser.SampleSiteAsync();
        await using BrowserWindow window = await browser.OpenAsync(site);
        IPage page = await window.SignInAsync("/admin/audit-logs?target=commits&text=hashes");
        await Expect(page.GetByRole(AriaRole.Gridcell).First).ToBeVisibleAsync();
        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Export to CEF" }).ClickAsync());

        byte[] expected = await site.ExportAsync(new { report = "audit-logs", format = "CEF", filters = new { target = new[] { "commits" }, text = new[] { "hashes" } } }, cancellationToken);
        byte[] actual = await File.ReadAllBytesAsync(await download.PathAsync(), cancellationToken);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, actual);
        Assert.EndsWith(".cef", download.SuggestedFilename, StringComparison.Ordinal);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Exports of this tab" })).ToContainTextAsync("The download has started.");
    }

    [Fact]
    public async Task Ready_made_filters_are_links_and_Back_undoes_them()
    {
        await using BrowserWindow window = await browser.OpenAsync(await browser.SampleSiteAsync());
        IPage page = await window.SignInAsync("/admin/audit-logs");
        await page.GetByRole(AriaRole.Link, new() { Name = "Recipe runs" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Gridcell, new() { Name = "run.recipe" }).First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Last 7 days" }).ClickAsync();
        await Expect(page.GetByText("No events match.")).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync("/admin/audit-logs?action=run.recipe&last=7d");

        await page.GoBackAsync();
        await Expect(page.GetByRole(AriaRole.Gridcell, new() { Name = "run.recipe" }).First).ToBeVisibleAsync();
        await page.GoBackAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Everything" })).ToHaveAttributeAsync("aria-current", "true");
        await Expect(page).ToHaveURLAsync("/admin/audit-logs");
    }

    [Fact]
    public async Task The_keyboard_moves_through_the_rows_and_opens_one()
    {
        await using BrowserWindow window = await browser.OpenAsync(await browser.SampleSiteAsync());
        IPage page = await window.SignInAsync("/admin/audit-logs?target=commits");
        ILocator current = page.Locator("tbody tr[tabindex='0']");
        await current.FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(current).ToBeFocusedAsync();
        await Expect(current).ToHaveAttributeAsync("aria-rowindex", "4");
        await page.Keyboard.PressAsync("End");
        await page.Keyboard.PressAsync("ArrowUp");
        await Expect(current).ToBeFocusedAsync();
        string cells = await current.Locator("td.action").InnerTextAsync();

        await page.Keyboard.PressAsync("Enter");
        ILocator event_ = page.GetByRole(AriaRole.Dialog, new() { Name = "Audit event" });
        await Expect(event_).ToContainTextAsync(cells);
        await page.Keyboard.PressAsync("Escape");
        await Expect(event_).ToHaveCountAsync(0);
        await Expect(current).ToBeFocusedAsync();
    }

    /// <summary>The texts of all rows, once as many are drawn as the page says there are; few enough that all of them are in the document.</summary>
    private static async Task<string[]> RowTextsAsync(IPage page)
    {
        ILocator status = page.GetByRole(AriaRole.Status).First;
        await Expect(status).ToHaveTextAsync(new Regex("^[1-9][0-9]* events?\\.$"));
        int count = int.Parse((await status.InnerTextAsync()).Split(' ')[0], CultureInfo.InvariantCulture);
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(count);
        return [.. await page.Locator("tbody tr").AllInnerTextsAsync()];
    }
}
