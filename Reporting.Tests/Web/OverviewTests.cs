using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Reporting.Local.Sample;
using static Microsoft.Playwright.Assertions;

namespace Reporting.Tests.Web;

[Collection(BrowserFixture.Name)]
public sealed class OverviewTests(BrowserFixture browser)
{
    [Fact]
    public async Task Each_week_of_the_overview_sums_what_the_log_holds()
    {
        AdminSite site = await browser.SampleSiteAsync();
        JsonElement overview = await site.GetAsync("api/overview", TestContext.Current.CancellationToken);
        JsonElement[] weeks = [.. overview.GetProperty("weeks").EnumerateArray()];
        JsonElement[] runs = Rows("recipe-runs");
        JsonElement[] commits = Rows("commits");
        JsonElement[] failures = [.. Rows("audit-events").Where(row => row.GetProperty("outcome").GetString() == "Failed")];

        Assert.InRange(weeks.Length, 1, 26);
        Assert.NotEmpty(runs);
        foreach (JsonElement week in weeks)
        {
            string monday = week.GetProperty("week").GetString()!;
            Assert.Equal(In(runs, "recipeRunCreatedAt").Count(), week.GetProperty("runs").GetInt64());
            Assert.Equal(In(commits, "commitCreatedAt").Count(), week.GetProperty("commits").GetInt64());
            Assert.Equal(In(runs, "recipeRunCreatedAt").Sum(run => run.GetProperty("timeSavingsInMinutes").GetInt64()), week.GetProperty("minutesSaved").GetInt64());
            Assert.Equal(In(failures, "timestamp").Count(), week.GetProperty("failures").GetInt64());

            IEnumerable<JsonElement> In(IEnumerable<JsonElement> rows, string column) => rows.Where(row => MondayOf(row.GetProperty(column).GetString()!) == monday);
        }
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task Nothing_moves_when_the_figures_come(int width)
    {
        LongTests.SkipUnlessEnabledOr(quick: width == 1280);
        await using BrowserWindow window = await browser.OpenAsync(await browser.SampleSiteAsync(), new() { ViewportSize = new() { Width = width, Height = 800 } });
        IPage page = window.Page;
        var come = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.RouteAsync("**/api/overview", async route =>
        {
            await come.Task;
            await route.ContinueAsync();
        });
        await window.OpenAsync("/admin/reports");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in as an administrator" }).ClickAsync();
        ILocator overview = page.GetByRole(AriaRole.Region, new() { Name = "Overview" });
        ILocator download = page.GetByRole(AriaRole.Button, new() { Name = "Download Usage" });
        await Expect(download).ToBeVisibleAsync();
        LocatorBoundingBoxResult? before = await download.BoundingBoxAsync();

        come.SetResult();
        await Expect(overview.GetByRole(AriaRole.Img)).ToHaveCountAsync(4);
        await Expect(overview).ToHaveAttributeAsync("aria-busy", "false");
        LocatorBoundingBoxResult? after = await download.BoundingBoxAsync();
        Assert.Equal(before!.Y, after!.Y, 0.5f);
    }

    private static JsonElement[] Rows(string kind) =>
        [.. SampleActivity.Create(TimeProvider.System.GetUtcNow())[kind].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    // By the calendar's own week numbers (ISO 8601), unlike what is tested.
    private static string MondayOf(string time)
    {
        DateTime day = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).UtcDateTime;
        return ISOWeek.ToDateTime(ISOWeek.GetYear(day), ISOWeek.GetWeekOfYear(day), DayOfWeek.Monday).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
