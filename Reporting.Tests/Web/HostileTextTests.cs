using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Reporting.Tests.Web;

[Collection(BrowserFixture.Name)]
public sealed class HostileTextTests(BrowserFixture browser, AzuriteServer azurite)
{
    private const string Script = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">";

    [Fact]
    public async Task Text_of_others_is_text_and_only_web_addresses_are_links()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using AdminSite site = await AdminSite.StartAsync(azurite.NewAccount(), cancellationToken);
        string longWord = new('x', 30_000);
        string longAddress = "https://example.com/" + new string('y', 2_000);
        (string Id, string User, string Description)[] events =
        [
            ("script", Script, Script),
            ("links", "a@example.com", "javascript:alert(1) data:text/html,x JAVASCRIPT:alert(2) see https://example.com/a?b=c&d=\"e\" and http://[bad, then (https://example.org/x)."),
            ("long", "b@example.com", $"{longAddress} {longWord}"),
            ("right-to-left", "user\u202Emoc.elpmaxe", "שלום עולם مرحبا \u202Eגניבה"),
        ];
        await site.WriteAsync("audit-events", string.Concat(events.Select(one => JsonSerializer.Serialize(new
        {
            id = one.Id, timestamp = "2026-01-02T03:04:05.678Z", userId = one.User, target = "hostile", action = "write.text", actionType = "Create", description = one.Description, outcome = "Success",
        }) + "\n")), cancellationToken);

        await using BrowserWindow window = await browser.OpenAsync(site);
        IPage page = await window.SignInAsync("/admin/audit-logs?target=hostile");
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(events.Length + 1);
        await Expect(page.Locator("tbody td.description").Filter(new() { HasText = "<script>" })).ToHaveTextAsync(Script);
        await Expect(page).ToHaveTitleAsync("Audit logs · Reporting");
        Assert.Equal(0, await page.Locator("tbody img, tbody script").CountAsync());

        IReadOnlyList<string> links = await page.Locator("tbody a").EvaluateAllAsync<string[]>("links => links.map(link => link.href)");
        Assert.Equal(["https://example.com/a?b=c&d=", "https://example.org/x"], links.Order(StringComparer.Ordinal));
        Assert.All(await page.Locator("tbody a").EvaluateAllAsync<string[]>("links => links.map(link => link.rel)"), rel => Assert.Contains("noopener", rel, StringComparison.Ordinal));

        // Every row keeps its height, and nothing is wider than the window.
        Assert.Single(new HashSet<double>(await page.Locator("tbody tr").EvaluateAllAsync<double[]>("rows => rows.map(row => Math.round(row.getBoundingClientRect().height))")));
        await page.Locator("tbody tr").Filter(new() { HasText = "b@example.com" }).Locator("td.user").ClickAsync();
        ILocator dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync(longWord);
        Assert.True(await dialog.EvaluateAsync<bool>("dialog => dialog.scrollWidth <= dialog.clientWidth"));
        await page.Keyboard.PressAsync("Escape");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));

        // What turns the direction of a name is shown, not obeyed; other right-to-left text keeps to its own cell.
        await Expect(page.Locator("tbody td.user").Filter(new() { HasText = "U+202E" })).ToHaveTextAsync("user[U+202E]moc.elpmaxe");
        Assert.Equal("ltr", await page.Locator("tbody tr").First.EvaluateAsync<string>("row => getComputedStyle(row).direction"));
    }
}
