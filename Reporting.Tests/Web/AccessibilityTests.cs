using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Reporting.Tests.Web;

[Collection(BrowserFixture.Name)]
public sealed class AccessibilityTests(BrowserFixture browser)
{
    public static TheoryData<ColorScheme, int> Views => new() { { ColorScheme.Light, 1280 }, { ColorScheme.Dark, 360 } };

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Axe_finds_nothing_on_any_page(ColorScheme scheme, int width)
    {
        LongTests.SkipUnlessEnabled();
        await using BrowserWindow window = await browser.OpenAsync(await browser.SampleSiteAsync(), new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 } });
        IPage page = window.Page;
        await window.OpenAsync("/admin/audit-logs");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in to Reporting" })).ToBeVisibleAsync();
        await CheckAsync(page, "sign-in");

        await window.SignInAsync("/admin/audit-logs");
        await Expect(page.GetByRole(AriaRole.Gridcell).First).ToBeVisibleAsync();
        await CheckAsync(page, "audit logs");
        await page.GetByText("Columns", new() { Exact = true }).ClickAsync();
        await CheckAsync(page, "audit logs, column choice");
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("tbody tr td").First.ClickAsync();
        await CheckAsync(page, "audit event");

        await page.GotoAsync("/admin/reports");
        await window.ShownAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Download Usage" })).ToBeVisibleAsync();
        foreach (ILocator summary in await page.Locator("summary").AllAsync())
        {
            await summary.ClickAsync();
        }

        await page.GetByLabel("Time range").First.SelectOptionAsync("dates");
        await CheckAsync(page, "reports, everything opened");

        await page.GotoAsync("/admin/schedules");
        await window.ShownAsync();
        await CheckAsync(page, "schedules");
        await page.GetByRole(AriaRole.Button, new() { Name = "New schedule" }).ClickAsync();
        foreach (ILocator summary in await page.GetByRole(AriaRole.Dialog).Locator("summary").AllAsync())
        {
            await summary.ClickAsync();
        }

        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("somewhere");
        await page.GetByLabel("Time zone").FillAsync("Nowhere/Atlantis");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByLabel("Time zone")).ToHaveAttributeAsync("aria-invalid", "true");
        await CheckAsync(page, "new schedule, everything opened, a field refused");
        await page.GotoAsync("/admin/nowhere");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "There is no such page" })).ToBeVisibleAsync();
        await CheckAsync(page, "no such page");
    }

    [Fact]
    public async Task Axe_finds_nothing_where_an_ordinary_user_is_sent()
    {
        LongTests.SkipUnlessEnabled();
        await using BrowserWindow window = await browser.OpenAsync(await browser.SampleSiteAsync());
        IPage page = await window.SignInAsync("/admin/reports", "ordinary user");
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await CheckAsync(page, "forbidden");
    }

    private static async Task CheckAsync(IPage page, string name)
    {
        AxeResult result = await page.RunAxe();
        Assert.True(result.Violations.Length == 0, $"{name}: {string.Join("\n", result.Violations.Select(violation => $"{violation.Id}: {violation.Help} {string.Join(" ", violation.Nodes.Select(node => node.Html))}"))}");
        Assert.NotEmpty(result.Passes);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{name} is wider than its window.");
    }
}
