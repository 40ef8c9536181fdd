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
        await Expect(shared.GetByRole(AriaRole.Columnheader)).ToHaveTextAsync(["User", "Action type", "Action", "Description", "Time", "Outcome", "Origin"]);
    }

    /// <summary>The button, the format and the end of the file's name; a CSV file from a page suits spreadsheets.</summary>
    public static TheoryData<string, string, string> Exports => new() { { "Export to CEF", "CEF", ".cef" }, { "CSV", "CSV", ".csv" }, { "JSON Lines", "JSONL", ".jsonl" }, { "OCSF", "OCSF", ".jsonl" } };

    [Theory]
    [MemberData(nameof(Exports))]
    public async Task What_is_filtered_is_what_each_export_holds(string button, string format, string extension)
    {
        LongTests.SkipUnlessEnabledOr(quick: format is "CSV");

        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        AdminSite site = await browser.SampleSiteAsync();
        await using BrowserWindow window = await browser.OpenAsync(site);
        DateTimeOffset today = TimeProvider.System.GetUtcNow();
        (string from, string to, string until) = (DayText(today.AddDays(-60)), DayText(today.AddDays(-1)), DayText(today));
        IPage page = await window.SignInAsync($"/admin/audit-logs?target=commits&from={from}&to={to}");
        ILocator rows = page.Locator("tbody tr");

        // A user who types and presses the button at once gets what stands in the field, not what stood there before.
        ILocator search = page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" });
        await search.PressSequentiallyAsync("Java");
        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync());
        await Expect(page).ToHaveURLAsync($"/admin/audit-logs?target=commits&text=Java&from={from}&to={to}");

        bool? isCsv = format == "CSV" ? true : null;
        byte[] expected = await site.ExportAsync(
            new
            {
                report = "audit-logs", format, since = $"{from}T00:00:00Z", until = $"{until}T00:00:00Z", bom = isCsv, spreadsheetSafe = isCsv,
                filters = new { target = new[] { "commits" }, text = new[] { "Java" } },
            },
            cancellationToken);
        byte[] actual = await File.ReadAllBytesAsync(await download.PathAsync(), cancellationToken);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, actual);
        Assert.EndsWith(extension, download.SuggestedFilename, StringComparison.Ordinal);
        await Expect(rows).ToHaveCountAsync(await CountAsync(
            site, $"api/audit-logs?target=commits&text=Java&since={from}T00:00:00Z&until={until}T00:00:00Z", cancellationToken));
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Exports of this tab" })).ToContainTextAsync("The download has started.");
    }

    // On a busy machine one request may search only a part of the range: it says so by a cursor.
    private static async Task<int> CountAsync(AdminSite site, string path, CancellationToken cancellationToken)
    {
        int count = 0;
        string? cursor = null;
        do
        {
            JsonElement page = await site.GetAsync(cursor is null ? path : $"{path}&after={Uri.EscapeDataString(cursor)}", cancellationToken);
            count += page.GetProperty("items").GetArrayLength();
            cursor = page.TryGetProperty("cursor", out JsonElement next) ? next.GetString() : null;
        }
        while (cursor is not null);
        return count;
    }

    [Fact]
    public async Task A_ready_made_filter_shows_only_what_it_names()
    {
        await using BrowserWindow window = await browser.OpenAsync(await browser.SampleSiteAsync());
        IPage page = await window.SignInAsync("/admin/audit-logs");
        foreach ((string preset, string query, string expected) in ((string, string, string)[])
            [
                ("Recipe runs", "action=run.recipe", "run.recipe"),
                ("Commits", "action=commit.recipe.run", "commit.recipe.run"),
                ("Access tokens created", "action=create.token", "create.token"),
                ("Failures", "outcome=Failed", "Failed"),
                ("Logins", "action=sign.in", "sign.in"),
            ])
        {
            await page.GetByRole(AriaRole.Link, new() { Name = preset, Exact = true }).ClickAsync();
            await Expect(page).ToHaveURLAsync("/admin/audit-logs?" + query);
            string[] rows = await RowTextsAsync(page);
            Assert.All(rows, row => Assert.Contains(expected, row, StringComparison.Ordinal));
            await page.GetByRole(AriaRole.Button, new() { Name = "Clear filters" }).ClickAsync();
            await Expect(page).ToHaveURLAsync("/admin/audit-logs");
        }
    }

    [Fact]
    public async Task Times_are_relative_with_the_exact_instant_on_hover_and_local_when_asked()
    {
        LongTests.SkipUnlessEnabled();
        AdminSite site = await browser.SampleSiteAsync();
        JsonElement newest = (await site.GetAsync("api/audit-logs?action=run.recipe&first=1", TestContext.Current.CancellationToken)).GetProperty("items")[0];
        DateTimeOffset instant = newest.GetProperty("timestamp").GetDateTimeOffset();
        await using BrowserWindow window = await browser.OpenAsync(site, new() { TimezoneId = "Asia/Tokyo" });
        IPage page = await window.SignInAsync("/admin/audit-logs?action=run.recipe");
        ILocator time = page.Locator("tbody td.time time").First;
        await Expect(time).ToHaveTextAsync(new Regex(" ago$"));
        string utc = instant.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) + " UTC";
        await Expect(time).ToHaveAttributeAsync("title", utc);

        await page.GetByLabel("How times are shown").SelectOptionAsync("utc");
        await Expect(time).ToHaveTextAsync(utc);
        await page.GetByLabel("How times are shown").SelectOptionAsync("local");
        await Expect(time).ToHaveTextAsync(instant.ToOffset(TimeSpan.FromHours(9)).ToString("d MMM yyyy, HH:mm:ss", CultureInfo.InvariantCulture));
        await Expect(time).ToHaveAttributeAsync("title", utc);
        await Expect(page).ToHaveURLAsync("/admin/audit-logs?action=run.recipe&time=local");
    }

    [Fact]
    public async Task Ready_made_filters_are_links_and_Back_undoes_them()
    {
        LongTests.SkipUnlessEnabled();
        await using BrowserWindow window = await browser.OpenAsync(await browser.SampleSiteAsync());
        IPage page = await window.SignInAsync("/admin/audit-logs");
        await page.GetByRole(AriaRole.Link, new() { Name = "Recipe runs" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Gridcell, new() { Name = "run.recipe" }).First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Last 7 days" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Last 7 days" })).ToHaveAttributeAsync("aria-current", "true");
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

    private static string DayText(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The texts of the rows in the document, once the page has said how many there are: all of them are drawn at once.</summary>
    private static async Task<string[]> RowTextsAsync(IPage page)
    {
        await Expect(page.Locator(".table-status").GetByRole(AriaRole.Status)).ToHaveTextAsync(new Regex("^[1-9][0-9,]* events?(\\.| so far; scroll for more\\.)$"));
        await Expect(page.Locator("tbody tr").First).ToBeVisibleAsync();
        return [.. await page.Locator("tbody tr").AllInnerTextsAsync()];
    }
}
