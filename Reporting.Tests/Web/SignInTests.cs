using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Reporting.Tests.Web;

[Collection(BrowserFixture.Name)]
public sealed class SignInTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("/admin/audit-logs")]
    [InlineData("/admin/reports")]
    [InlineData("/admin/schedules")]
    public async Task An_ordinary_user_is_told_what_is_missing(string path)
    {
        LongTests.SkipUnlessEnabledOr(quick: path is "/admin/audit-logs");

        await using BrowserWindow window = await browser.OpenAsync(await browser.SampleSiteAsync());
        IPage page = await window.SignInAsync(path, "ordinary user");
        ILocator notice = page.GetByRole(AriaRole.Alert);
        await Expect(notice.GetByRole(AriaRole.Heading)).ToHaveTextAsync("These pages are for administrators");
        await Expect(notice).ToContainTextAsync("You are signed in as user@localhost");
        await Expect(notice).ToContainTextAsync("admin");

        await notice.GetByRole(AriaRole.Button, new() { Name = "Sign in with another account" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in as an administrator" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(path);
        await Expect(page.GetByText("admin@localhost").First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_expired_token_leads_to_the_sign_in_and_back_to_the_same_view()
    {
        await using BrowserWindow window = await browser.OpenAsync(await browser.SampleSiteAsync());
        const string View = "/admin/audit-logs?action=run.recipe&time=utc";
        IPage page = await window.SignInAsync(View);
        await Expect(page.GetByRole(AriaRole.Gridcell, new() { Name = "run.recipe" }).First).ToBeVisibleAsync();

        // What the API sees once the token has expired: one that it refuses, though the page still believes in it.
        await page.EvaluateAsync("""
            () => {
              sessionStorage.setItem('reporting.signedInAt', '0');
              const key = Object.keys(sessionStorage).find(name => name.startsWith('oidc.user:'));
              const user = JSON.parse(sessionStorage.getItem(key));
              const [head, claims] = user.access_token.split('.');
              sessionStorage.setItem(key, JSON.stringify({ ...user, access_token: `${head}.${claims}.c2lnbmF0dXJl` }));
            }
            """);
        await page.ReloadAsync(new() { WaitUntil = WaitUntilState.Commit });
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in as an administrator" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(View);
        await Expect(page.GetByRole(AriaRole.Gridcell, new() { Name = "run.recipe" }).First).ToBeVisibleAsync();
        await Expect(page.GetByLabel("How times are shown")).ToHaveValueAsync("utc");
    }

    [Fact]
    public async Task A_sign_in_that_is_found_again_in_the_history_can_be_begun_anew()
    {
        await using BrowserWindow window = await browser.OpenAsync(await browser.SampleSiteAsync());
        await window.OpenAsync("/admin/signed-in?code=used&state=used");
        IPage page = window.Page;
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The sign-in did not work");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in again" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in as an administrator" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Insights", Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Signing_out_forgets_the_token()
    {
        await using BrowserWindow window = await browser.OpenAsync(await browser.SampleSiteAsync());
        IPage page = await window.SignInAsync("/admin/reports");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in to Reporting" })).ToBeVisibleAsync();
        Assert.False(await page.EvaluateAsync<bool>("Object.values(sessionStorage).some(value => value.includes('access_token'))"));
    }
}
