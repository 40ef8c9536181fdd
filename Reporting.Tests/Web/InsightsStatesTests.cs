using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Reporting.Tests.Web;

/// <summary>The page Insights in each of its states, in every width and light; and with what text of others might do to it.</summary>
[Collection(BrowserFixture.Name)]
public sealed class InsightsStatesTests(BrowserFixture browser, AzuriteServer azurite)
{
    private const string Numbers = "**/api/metrics?*";
    private const string Script = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">";
    private const string Formula = "=HYPERLINK(\"http://evil.example/\",\"click\")";
    private const string RightToLeft = "user\u202Emoc.elpmaxe שלום";
    private static readonly string s_long = new('W', 4_000);

    public static TheoryData<ColorScheme, int> Views => new(
        from scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark]
        from width in (int[])[360, 820, 1280]
        select (scheme, width));

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Axe_finds_nothing_in_any_state(ColorScheme scheme, int width)
    {
        LongTests.SkipUnlessEnabled();
        await using BrowserWindow window = await browser.OpenAsync(await browser.SampleSiteAsync(),
            new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });
        IPage page = await window.SignInAsync("/admin/insights");
        await InsightsPageTests.CountedAsync(page);
        await CheckAsync(page, "insights", scheme, width);
        foreach (ILocator summary in await page.Locator("summary:visible").AllAsync())
        {
            await summary.ClickAsync();
        }

        await CheckAsync(page, "insights-opened", scheme, width);
        await page.GotoAsync("/admin/insights?range=dates&from=2026-01-01&organization=Platform&recipe=*security*&organizationsBy=hoursSaved");
        await InsightsPageTests.CountedAsync(page);
        await CheckAsync(page, "insights-filtered", scheme, width);
        await page.GotoAsync("/admin/insights?organization=Nowhere");
        await Expect(page.GetByText("Nothing ran in this window")).ToBeVisibleAsync();
        await CheckAsync(page, "insights-empty", scheme, width);
        await page.GotoAsync("/admin/insights?from=2026-02-01&to=2026-01-01");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The numbers could not be read");
        await CheckAsync(page, "insights-error", scheme, width);

        await page.RouteAsync(Numbers, Building);
        await page.GotoAsync("/admin/insights");
        await Expect(page.GetByText("The numbers are being made")).ToBeVisibleAsync();
        await CheckAsync(page, "insights-building", scheme, width);
        await page.UnrouteAsync(Numbers);
        var come = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.RouteAsync(Numbers, async route =>
        {
            await come.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync("/admin/insights");
        await Expect(page.GetByText("Counting…")).ToBeVisibleAsync();
        await CheckAsync(page, "insights-loading", scheme, width);
        come.SetResult();
        await InsightsPageTests.CountedAsync(page);
    }

    [Fact]
    public async Task While_days_are_counted_the_page_says_how_far_it_is_and_then_shows_the_numbers()
    {
        await using BrowserWindow window = await browser.OpenAsync(await browser.SampleSiteAsync());
        await window.Page.RouteAsync(Numbers, Building);
        IPage page = await window.SignInAsync("/admin/insights");
        await Expect(page.GetByText("12 of 180 days are counted")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Progressbar, new() { Name = "Days counted" })).ToHaveAttributeAsync("value", "12");
        await page.UnrouteAsync(Numbers);
        await Expect(page.Locator(".kpi-value").First).ToBeVisibleAsync();
        await Expect(page.GetByText("The numbers are being made")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_failure_is_told_and_trying_again_brings_the_numbers()
    {
        await using BrowserWindow window = await browser.OpenAsync(await browser.SampleSiteAsync());
        await window.Page.RouteAsync(Numbers, route =>
            route.FulfillAsync(new() { Status = 500, ContentType = "application/problem+json",
            Body = """{"detail":"The log cannot be read."}""" }));
        IPage page = await window.SignInAsync("/admin/insights");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The log cannot be read.");
        await page.UnrouteAsync(Numbers);
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await InsightsPageTests.CountedAsync(page);
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await Expect(page.Locator(".kpi-value").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Text_of_others_is_neither_script_nor_markup_nor_formula()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using AdminSite site = await AdminSite.StartAsync(azurite.NewAccount(), cancellationToken);
        string[] hostile = [Script, Formula, RightToLeft, s_long, "+1;=2|@x", "a*"];
        string time = TimeProvider.System.GetUtcNow().AddDays(-2)
            .ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);
        await site.WriteAsync("recipe-runs", string.Concat(hostile.Select((text, index) => JsonSerializer.Serialize(new
        {
            runId = $"run-{index}", recipeId = text, recipeName = text, organizationId = text, recipeRunState = "FINISHED",
            repositoryOrigin = text, repositoryPath = text, repositoryBranch = text,
            recipeRunUserEmail = text, totalFilesChanges = 3, timeSavingsInMinutes = 60, recipeRunCreatedAt = time,
            recipeRunUpdatedAt = time,
        }) + "\n")), cancellationToken);
        await site.WriteAsync("commits", string.Concat(hostile.Select((text, index) => JsonSerializer.Serialize(new
        {
            commitId = $"commit-{index}", runId = $"run-{index}", recipeRunCreatedAt = time, organizationId = text,
            repositoryOrigin = text, repositoryPath = text, repositoryBranch = text,
            type = "Direct", commitState = "COMPLETED", commitUserEmail = text, commitCreatedAt = time, commitModifiedAt = time,
        }) + "\n")), cancellationToken);

        await using BrowserWindow window = await browser.OpenAsync(site);
        IPage page = await window.SignInAsync("/admin/insights?range=30d");
        await InsightsPageTests.CountedAsync(page);
        foreach (string title in (string[])["Organizations", "Top users", "Top recipes", "Top recipes with commits"])
        {
            ILocator panel = page.GetByRole(AriaRole.Region, new() { Name = title, Exact = true });
            await Expect(panel.Locator("tbody tr")).ToHaveCountAsync(hostile.Length);
            await Expect(panel.Locator("tbody th").Filter(new() { HasText = "<script>" })).ToHaveTextAsync(Script);
            await Expect(panel.Locator("tbody th").Filter(new() { HasText = "U+202E" }))
                .ToHaveTextAsync(RightToLeft.Replace("\u202E", "[U+202E]", StringComparison.Ordinal));

            // Each bar's tooltip is drawn on the canvas: nothing of it comes into the document.
            LocatorBoundingBoxResult box = (await panel.Locator("canvas").BoundingBoxAsync())!;
            for (int bar = 0; bar < hostile.Length; bar++)
            {
                await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height * (bar + 0.5f) / (hostile.Length + 1)));
            }

            IDownload download = await page.RunAndWaitForDownloadAsync(() => panel.GetByRole(AriaRole.Button, new() { Name = "CSV" })
                .ClickAsync());
            string csv = await File.ReadAllTextAsync(await download.PathAsync(), Encoding.UTF8, cancellationToken);
            Assert.Contains("\"'=HYPERLINK(\"\"http://evil.example/\"\",", csv, StringComparison.Ordinal);
            Assert.Contains("'+1;'=2|'@x", csv, StringComparison.Ordinal);
            Assert.DoesNotMatch("(^|[,;|\n])\"?[=+@]", csv);
            await page.RunAndWaitForDownloadAsync(() => panel.GetByRole(AriaRole.Button, new() { Name = "Picture" }).ClickAsync());
        }

        Assert.Equal(0, await page.Locator("main img, main script, main iframe").CountAsync());
        await Expect(page).ToHaveTitleAsync("Insights · Reporting");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));

        // Such a name filters the page, and fills in the filter of a report, as the text that it is.
        await page.GetByRole(AriaRole.Region, new() { Name = "Organizations", Exact = true })
            .GetByRole(AriaRole.Link, new() { Name = Script, Exact = true }).ClickAsync();
        await Expect(page.GetByLabel("Organization", new() { Exact = true })).ToHaveValueAsync(Script);
        await Expect(page.Locator(".kpi[data-measure=recipeRuns] .kpi-value")).ToHaveTextAsync("1");
        await InsightsPageTests.CountedAsync(page);
        await page.GetByRole(AriaRole.Region, new() { Name = "Top users", Exact = true })
            .GetByRole(AriaRole.Link, new() { Name = "Rows of" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Form, new() { Name = "Recipe runs" })
            .GetByRole(AriaRole.Textbox, new() { Name = "User", Exact = true })).ToHaveValueAsync(Script);
        await Expect(page).ToHaveTitleAsync("Reports · Reporting");
    }

    private static Task Building(IRoute route) => route.FulfillAsync(new()
    {
        Status = 503, ContentType = "application/problem+json",
        Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Retry-After"] = "5" },
        Body = """{"type":"urn:reporting:problem:metrics-being-made","title":"Being made","building":{"daysReady":12,"daysTotal":180}}""",
    });

    private static async Task CheckAsync(IPage page, string name, ColorScheme scheme, int width)
    {
        if (Environment.GetEnvironmentVariable("REPORTING_SCREENSHOTS") is { Length: > 1 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{scheme}-{width}.png"), FullPage = true });
        }

        AxeResult result = await page.RunAxe();
        Assert.True(result.Violations.Length == 0,
            $"{name}: {string.Join("\n", result.Violations.Select(violation => $"{violation.Id}: {violation.Help} {string.Join(" ", violation.Nodes.Select(node => node.Html))}"))}");
        Assert.NotEmpty(result.Passes);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
            $"{name} is wider than its window.");
    }
}
