using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Reporting.Tests.Web;

[Collection(BrowserFixture.Name)]
public sealed class SchedulesPageTests(BrowserFixture browser, AzuriteServer azurite)
{
    [Fact]
    public async Task A_schedule_is_made_changed_paused_and_deleted()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using AdminSite site = await AdminSite.StartAsync(azurite.NewAccount(), cancellationToken);
        await using BrowserWindow window = await browser.OpenAsync(site);
        IPage page = await window.SignInAsync("/admin/schedules");
        await Expect(page.GetByText("No schedules yet")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "New schedule" }).ClickAsync();
        ILocator form = page.GetByRole(AriaRole.Dialog);
        await form.GetByLabel("Name", new() { Exact = true }).FillAsync("usage-weekly");
        await form.GetByLabel("Report").SelectOptionAsync("usage");
        await form.GetByLabel("How often").SelectOptionAsync("0 2 * * 1");
        await form.GetByLabel("Time zone").FillAsync("Europe/Atlantis");
        await form.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        // What is wrong stands beside the field, which has the keyboard.
        ILocator zone = form.GetByLabel("Time zone");
        await Expect(zone).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(zone).ToBeFocusedAsync();
        await Expect(zone).ToHaveAccessibleDescriptionAsync(new Regex("tz database|time zone", RegexOptions.IgnoreCase));
        await zone.FillAsync("Europe/Berlin");
        await form.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(form).ToHaveCountAsync(0);

        ILocator row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "usage-weekly" });
        foreach (string shown in new[] { "Usage, CSV", "Every Monday at 02:00", "Europe/Berlin", "02:00", "None yet", "new and changed rows, up to 5 minutes before the run" })
        {
            await Expect(row).ToContainTextAsync(shown);
        }

        await row.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await form.GetByLabel("Minutes before the run").FillAsync("60");
        await form.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(row).ToContainTextAsync("up to 60 minutes before the run");

        await row.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(row).ToContainTextAsync("Paused");
        await Expect(row.GetByRole(AriaRole.Button, new() { Name = "Resume" })).ToBeFocusedAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Expect(row.Locator("td").Nth(1).Locator("time")).ToBeVisibleAsync();

        await row.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete the schedule" }).ClickAsync();
        await Expect(page.GetByText("No schedules yet")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_the_form_cannot_show_is_kept_and_a_change_made_meanwhile_is_not_overwritten()
    {
        LongTests.SkipUnlessEnabled();
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using AdminSite site = await AdminSite.StartAsync(azurite.NewAccount(), cancellationToken);
        await site.PutScheduleAsync("failures", Failures("0 2 * * *"), cancellationToken);
        await using BrowserWindow window = await browser.OpenAsync(site);
        IPage page = await window.SignInAsync("/admin/schedules");
        ILocator row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "failures" });
        await Expect(row).ToContainTextAsync("gzip; 2 columns; outcome: Failed or Started");
        await row.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        ILocator form = page.GetByRole(AriaRole.Dialog);
        await form.GetByLabel("Cron expression").FillAsync("30 6 * * 1-5");
        await Expect(form).ToContainTextAsync("That is Monday to Friday at 06:30.");
        await form.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(row).ToContainTextAsync("Monday to Friday at 06:30");
        JsonElement saved = await site.GetAsync("api/schedules/failures", cancellationToken);
        Assert.Equal(["outcome", "userId"], saved.GetProperty("columns").EnumerateArray().Select(column => column.GetString()!));
        Assert.Equal(["Failed", "Started"], saved.GetProperty("filters").GetProperty("outcome").EnumerateArray().Select(value => value.GetString()!));
        Assert.Equal("gzip", saved.GetProperty("compression").GetString());

        await row.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await Expect(form).ToBeVisibleAsync();
        await site.PutScheduleAsync("failures", Failures("0 4 * * *"), cancellationToken);
        await form.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(form.GetByRole(AriaRole.Alert)).ToContainTextAsync("another user has changed it");
        Assert.Equal("0 4 * * *", (await site.GetAsync("api/schedules/failures", cancellationToken)).GetProperty("cron").GetString());
    }

    [Fact]
    public async Task A_run_shows_what_it_delivered_and_the_file_downloads()
    {
        LongTests.SkipUnlessEnabled(); // A slot is a minute of the clock away.
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using AdminSite site = await AdminSite.StartAsync(azurite.NewAccount(), cancellationToken, runSchedules: true);
        await site.PutScheduleAsync("minutely", new { report = "audit-logs", format = "CSV", cron = "* * * * *", timeZone = "UTC", lagMinutes = 1, since = "2026-01-01T00:00:00Z" }, cancellationToken);
        await using BrowserWindow window = await browser.OpenAsync(site);
        IPage page = await window.SignInAsync("/admin/schedules");
        ILocator row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "minutely" });
        await Expect(row).ToContainTextAsync("Delivered", new() { Timeout = 3 * BrowserWindow.PatienceMilliseconds });
        await Expect(row).ToContainTextAsync(new Regex("[0-9,]+ rows?"));
        ILocator file = row.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("\\.csv$") });
        IDownload download = await page.RunAndWaitForDownloadAsync(() => file.ClickAsync());
        Assert.StartsWith("User,Target,", await File.ReadAllTextAsync(await download.PathAsync(), cancellationToken), StringComparison.Ordinal);
    }

    private static object Failures(string cron) => new
    {
        report = "audit-logs", format = "CSV", columns = new[] { "outcome", "userId" }, filters = new { outcome = new[] { "Failed", "Started" } }, compression = "gzip", cron, timeZone = "UTC",
    };
}
