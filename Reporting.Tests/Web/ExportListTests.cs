using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Reporting.Tests.Web;

/// <summary>The list of exports with states that take days to come about. The API's answers are made up here: what is looked at is the page.</summary>
[Collection(BrowserFixture.Name)]
public sealed class ExportListTests(BrowserFixture browser)
{
    [Fact]
    public async Task Each_state_shows_what_there_is_to_know_and_to_do()
    {
        LongTests.SkipUnlessEnabled();
        await using BrowserWindow window = await browser.OpenAsync(await browser.SampleSiteAsync());
        IPage page = window.Page;
        await page.RouteAsync("**/api/exports?*", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = route.Request.Url.Contains("after=older", StringComparison.Ordinal)
                ? JsonSerializer.Serialize(new { items = new[] { Job("4", "commits", "EXPIRED", "") } })
                : JsonSerializer.Serialize(new { items = new[] { Job("1", "usage", "SUCCESSFUL", ""), Job("2", "commits", "FAILED", "The storage account refused the request."), Job("3", "audit-logs", "IN_PROGRESS", "") }, cursor = "older" }),
        }));
        await window.SignInAsync("/admin/reports");
        ILocator ready = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Usage, CSV" });
        foreach (string shown in new[] { "Ready", "ada@example.com", "14,237", "1.5 MB", "ago", "in " })
        {
            await Expect(ready).ToContainTextAsync(shown);
        }

        await Expect(ready.GetByRole(AriaRole.Button)).ToHaveTextAsync(["Download", "Copy curl", "Delete"]);
        ILocator failed = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Failed" });
        await Expect(failed).ToContainTextAsync("The storage account refused the request.");
        await Expect(failed.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        ILocator running = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Audit logs, CSV" });
        await Expect(running).ToContainTextAsync("7,000 rows, 42 %");
        await Expect(running.GetByRole(AriaRole.Progressbar)).ToHaveAttributeAsync("value", "42");
        await Expect(running.GetByRole(AriaRole.Button)).ToHaveTextAsync(["Wait and download", "Cancel"]);

        await page.GetByRole(AriaRole.Button, new() { Name = "Show older exports" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Expired" }).GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Show older exports" })).ToHaveCountAsync(0);
    }

    private static object Job(string id, string report, string state, string message)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        bool isDone = state == "SUCCESSFUL";
        return new
        {
            id, report, format = "CSV", state, stateMessage = message, progress = new { rows = 7_000, percent = 42 }, fileSize = isDone ? 1_536_000 : 0, rowCount = isDone ? 14_237 : 0,
            since = "1970-01-01T00:00:00Z", until = now, compression = "none", requestedBy = "ada@example.com", createdAt = now.AddHours(-2).AddMinutes(-int.Parse(id, System.Globalization.CultureInfo.InvariantCulture)), expiresAt = now.AddDays(3),
        };
    }
}
