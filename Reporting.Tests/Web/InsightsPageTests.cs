using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Reporting.Tests.Web;

/// <summary>The page Insights over the sample, against the host's own API.</summary>
[Collection(BrowserFixture.Name)]
public sealed class InsightsPageTests(BrowserFixture browser)
{
    [Fact]
    public async Task Three_clicks_after_the_sign_in_say_what_recipes_saved_an_organization_last_quarter()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        AdminSite site = await browser.SampleSiteAsync();
        await using BrowserWindow window = await browser.OpenAsync(site);
        await window.OpenAsync("/");
        IPage page = window.Page;

        // The clicks: sign in, open the list of windows, choose the last quarter, the organization.
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in as an administrator" }).ClickAsync();
        await Expect(page).ToHaveURLAsync("/admin/insights");
        await page.GetByLabel("Window").SelectOptionAsync("last-quarter");
        await page.GetByRole(AriaRole.Link, new() { Name = "Platform", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync("/admin/insights?range=last-quarter&organization=Platform");
        await CountedAsync(page);

        (string from, string until) = LastQuarter(TimeProvider.System.GetUtcNow());
        JsonElement[] rows = await RowsAsync(site, "recipe-runs", from, until, cancellationToken);
        JsonElement[] usage = await RowsAsync(site, "usage", from, until, cancellationToken);
        JsonElement[] commits = [.. usage.Where(row => row.TryGetProperty("commitId", out JsonElement id)
            && id.ValueKind == JsonValueKind.String && id.GetString()!.Length > 0)];
        Assert.NotEmpty(rows);
        Assert.NotEmpty(commits);

        // How much did recipes save? Each run on a repository counts once, however many commits it has.
        double hours = rows.Sum(row => row.GetProperty("timeSavingsInMinutes").GetInt64()) / 60d;
        await Expect(Kpi(page, "hoursSaved")).ToHaveTextAsync(Number(hours));
        await Expect(Kpi(page, "recipeRuns")).ToHaveTextAsync(Number(Different(rows, "runId")));
        await Expect(Kpi(page, "commits")).ToHaveTextAsync(Number(commits.Length));
        await Expect(Kpi(page, "users")).ToHaveTextAsync(Number(Different(rows, "recipeRunUserEmail")));
        await Expect(Kpi(page, "repositoriesChanged"))
            .ToHaveTextAsync(Number(Different([.. rows.Where(row => row.GetProperty("totalFilesChanges").GetInt64() > 0)], "repositoryPath")));
        await Expect(Kpi(page, "failures"))
            .ToHaveTextAsync(Number(rows.Count(row => row.GetProperty("recipeRunState").GetString() is "ERROR" or "CANCELED" or "UNAVAILABLE")));

        // Which recipes led to commits, and who is active?
        await ExpectRankingAsync(page, "Top recipes with commits", commits.GroupBy(row => row.GetProperty("recipeName").GetString()!)
            .Select(group => (group.Key, group.Count())));
        await ExpectRankingAsync(page, "Top users", rows.GroupBy(row => row.GetProperty("recipeRunUserEmail").GetString()!)
            .Select(group => (group.Key, Different([.. group], "runId"))));
    }

    [Fact]
    public async Task A_view_is_in_the_address_and_Back_and_a_reload_bring_it_back()
    {
        await using BrowserWindow window = await browser.OpenAsync(await browser.SampleSiteAsync());
        IPage page = await window.SignInAsync("/admin/insights");
        await CountedAsync(page);
        string everything = await Kpi(page, "recipeRuns").InnerTextAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Security recipes" }).ClickAsync();
        await Expect(page).ToHaveURLAsync("/admin/insights?recipe=*security*");
        await Expect(Kpi(page, "recipeRuns")).Not.ToHaveTextAsync(everything);
        await CountedAsync(page);
        string security = await Kpi(page, "recipeRuns").InnerTextAsync();
        await page.Locator("[data-column=organizations-hoursSaved]").ClickAsync();
        await Expect(page).ToHaveURLAsync("/admin/insights?recipe=*security*&organizationsBy=hoursSaved");
        await Expect(page.Locator("th[aria-sort]").First).ToContainTextAsync("Hours saved");

        await page.ReloadAsync();
        await CountedAsync(page);
        await Expect(page.GetByLabel("Recipe", new() { Exact = true })).ToHaveValueAsync("*security*");
        await Expect(Kpi(page, "recipeRuns")).ToHaveTextAsync(security);
        await page.GoBackAsync();
        await page.GoBackAsync();
        await Expect(page).ToHaveURLAsync("/admin/insights");
        await Expect(Kpi(page, "recipeRuns")).ToHaveTextAsync(everything);

        // A view of the reader's own, by its name.
        await page.GetByLabel("Window").SelectOptionAsync("this-year");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save this view" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("Our <b>year</b>");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = "Everything" }).ClickAsync();
        await Expect(page).ToHaveURLAsync("/admin/insights");
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Our <b>year</b>" }).ClickAsync();
        await Expect(page).ToHaveURLAsync("/admin/insights?range=this-year");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the view Our <b>year</b>" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Our <b>year</b>" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_number_leads_to_the_rows_that_it_counts()
    {
        AdminSite site = await browser.SampleSiteAsync();
        await using BrowserWindow window = await browser.OpenAsync(site);
        IPage page = await window.SignInAsync("/admin/insights?range=last-quarter&recipe=*security*");
        await CountedAsync(page);
        ILocator first = page.GetByRole(AriaRole.Region, new() { Name = "Organizations", Exact = true }).Locator("tbody tr").First;
        string organization = await first.Locator("th").InnerTextAsync();
        int runs = int.Parse(await first.Locator("td").First.InnerTextAsync(), NumberStyles.Integer | NumberStyles.AllowThousands,
            CultureInfo.InvariantCulture);
        await first.GetByRole(AriaRole.Link, new() { Name = "Rows of" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Download Recipe runs" })).ToBeFocusedAsync();
        ILocator card = page.GetByRole(AriaRole.Form, new() { Name = "Recipe runs" });
        await Expect(card.GetByRole(AriaRole.Textbox, new() { Name = "Organization", Exact = true })).ToHaveValueAsync(organization);
        await card.GetByLabel("Format").SelectOptionAsync("JSONL");
        IDownload download = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Button, new() { Name = "Download Recipe runs" }).ClickAsync());
        string[] lines = await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal(runs, lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("runId").GetString())
            .Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_chart_downloads_as_a_table_and_as_a_picture_and_its_bars_lead_to_their_rows()
    {
        await using BrowserWindow window = await browser.OpenAsync(await browser.SampleSiteAsync());
        IPage page = await window.SignInAsync("/admin/insights");
        await CountedAsync(page);
        ILocator panel = page.GetByRole(AriaRole.Region, new() { Name = "Recipe runs", Exact = true });
        IDownload table = await page.RunAndWaitForDownloadAsync(() => panel.GetByRole(AriaRole.Button, new() { Name = "CSV" })
            .ClickAsync());
        Assert.Matches("^insights-recipe-runs-[0-9-]{10}-to-[0-9-]{10}[.]csv$", table.SuggestedFilename);
        string[] lines = await File.ReadAllLinesAsync(await table.PathAsync(), TestContext.Current.CancellationToken);
        await panel.Locator("summary").Filter(new() { HasText = "Table" }).ClickAsync();
        string[] shown = [.. await panel.Locator("tbody td:nth-child(2)").AllInnerTextsAsync()];
        Assert.Equal("Week from,Recipe runs", lines[0]);
        Assert.Equal(shown, lines[1..].Select(line => line.Split(',')[1]));

        IDownload picture = await page.RunAndWaitForDownloadAsync(() => panel.GetByRole(AriaRole.Button, new() { Name = "Picture" })
            .ClickAsync());
        Assert.EndsWith(".png", picture.SuggestedFilename, StringComparison.Ordinal);
        byte[] bytes = await File.ReadAllBytesAsync(await picture.PathAsync(), TestContext.Current.CancellationToken);
        Assert.True(bytes.AsSpan(1).StartsWith("PNG"u8) && bytes.Length > 5_000);
        await panel.GetByText("How is this counted?").ClickAsync();
        await Expect(panel.Locator(".definition")).ToContainTextAsync("Recipe runs:");

        LocatorBoundingBoxResult box = (await panel.Locator("canvas").BoundingBoxAsync())!;
        await page.Mouse.ClickAsync(box.X + (box.Width * 0.8f), box.Y + (box.Height * 0.6f));
        await Expect(page).ToHaveURLAsync(new Regex("/admin/reports[?]report=recipe-runs&from=[0-9-]{10}&to=[0-9-]{10}$"));
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Download Recipe runs" })).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_keyboard_alone_filters_sorts_opens_the_tables_and_reaches_the_rows()
    {
        await using BrowserWindow window = await browser.OpenAsync(await browser.SampleSiteAsync());
        IPage page = await window.SignInAsync("/admin/insights");
        await CountedAsync(page);
        await TabToAsync(page, "Security recipes");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync("/admin/insights?recipe=*security*");
        await CountedAsync(page);
        await TabToAsync(page, "CSV of Recipe runs");
        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.Keyboard.PressAsync("Enter"));
        Assert.EndsWith(".csv", download.SuggestedFilename, StringComparison.Ordinal);
        await TabToAsync(page, "Table of Recipe runs");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Recipe runs", Exact = true }).GetByRole(AriaRole.Table))
            .ToBeVisibleAsync();
        await TabToAsync(page, "Failures");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync("/admin/insights?recipe=*security*&organizationsBy=failures");
        await CountedAsync(page);
        await Expect(page.Locator(":focus")).ToContainTextAsync("Failures");
        await TabToAsync(page, "Rows of");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("/admin/reports[?]report=recipe-runs"));
    }

    /// <summary>Waits until the numbers that are shown are those of the view.</summary>
    internal static Task CountedAsync(IPage page) => Expect(page.Locator(".numbers")).ToHaveAttributeAsync("aria-busy", "false");

    private static async Task TabToAsync(IPage page, string name)
    {
        for (int press = 0; press < 400; press++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("name => document.activeElement?.textContent?.startsWith(name)", name))
            {
                Assert.True(await page.EvaluateAsync<bool>("document.activeElement.matches(':focus-visible')"));
                return;
            }
        }

        Assert.Fail($"The Tab key does not reach '{name}'.");
    }

    private static ILocator Kpi(IPage page, string measure) => page.Locator($".kpi[data-measure={measure}] .kpi-value");

    private static async Task ExpectRankingAsync(IPage page, string title, IEnumerable<(string Name, int Count)> expected)
    {
        ILocator rows = page.GetByRole(AriaRole.Region, new() { Name = title, Exact = true }).Locator("tbody tr");
        (string Name, int Count)[] ordered = [.. expected.OrderByDescending(one => one.Count)];
        string[] names = [.. (await rows.Locator("th").AllInnerTextsAsync()).Select(name => name.Trim())];
        string[] counts = [.. (await rows.Locator("td:nth-child(2)").AllInnerTextsAsync()).Select(count => count.Trim())];
        Assert.Equal(ordered.Take(10).Select(one => Number(one.Count)), counts);
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(names.Zip(counts), shown =>
            Assert.Contains(ordered, one => one.Name == shown.First && Number(one.Count) == shown.Second));
    }

    private static async Task<JsonElement[]> RowsAsync(AdminSite site, string report, string from, string until,
        CancellationToken cancellationToken)
    {
        byte[] file = await site.ExportAsync(new { report, format = "JSONL", since = from + "T00:00:00Z", until = until + "T00:00:00Z",
            filters = new { organization = new[] { "Platform" } } }, cancellationToken);
        return [.. System.Text.Encoding.UTF8.GetString(file).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static (string From, string Until) LastQuarter(DateTimeOffset now)
    {
        var begin = new DateTime(now.UtcDateTime.Year, now.UtcDateTime.Month - ((now.UtcDateTime.Month - 1) % 3), 1, 0, 0, 0,
            DateTimeKind.Utc);
        return (begin.AddMonths(-3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            begin.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private static int Different(JsonElement[] rows, string column) => rows.Select(row => row.GetProperty(column).GetString())
        .Distinct(StringComparer.Ordinal).Count();

    private static string Number(double number) => number >= 100 || number == Math.Truncate(number)
        ? Math.Round(number, MidpointRounding.AwayFromZero).ToString("N0", CultureInfo.InvariantCulture)
        : Math.Round(number, 1, MidpointRounding.AwayFromZero).ToString("0.#", CultureInfo.InvariantCulture);
}
