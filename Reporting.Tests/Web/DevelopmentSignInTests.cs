using System.Net;
using System.Net.Http.Headers;

namespace Reporting.Tests.Web;

/// <summary>The development sign-in as an OpenID Connect provider, without a browser.</summary>
[Collection(BrowserFixture.Name)]
public sealed class DevelopmentSignInTests(BrowserFixture browser)
{
    // The pair of RFC 7636 appendix B.
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    [Fact]
    public async Task A_code_gives_tokens_once_to_who_knows_the_verifier()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        AdminSite site = await browser.SampleSiteAsync();
        using HttpClient client = Client(site);
        string code = await CodeAsync(client, site);
        Assert.Equal(HttpStatusCode.BadRequest, (await RedeemAsync(client, site, code, "another-verifier-that-is-long-enough-to-be-allowed")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await RedeemAsync(client, site, code, Verifier)).StatusCode);

        code = await CodeAsync(client, site);
        using HttpResponseMessage answer = await RedeemAsync(client, site, code, Verifier);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        JsonElement tokens = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)).RootElement;
        Assert.Equal(HttpStatusCode.OK, await CallAsync(client, tokens.GetProperty("access_token").GetString()!));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(client, tokens.GetProperty("id_token").GetString()!));
        Assert.Equal(HttpStatusCode.BadRequest, (await RedeemAsync(client, site, code, Verifier)).StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example/admin/signed-in")]
    [InlineData("http://127.0.0.1:1/admin/signed-in")]
    [InlineData("")]
    public async Task A_code_goes_to_the_pages_of_this_host_only(string redirectUri)
    {
        AdminSite site = await browser.SampleSiteAsync();
        using HttpClient client = Client(site);
        using HttpResponseMessage answer = await client.GetAsync(Authorize(redirectUri), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
    }

    [Fact]
    public async Task Another_name_that_leads_to_this_machine_gets_no_sign_in()
    {
        AdminSite site = await browser.SampleSiteAsync();
        using HttpClient client = Client(site);
        using var request = new HttpRequestMessage(HttpMethod.Get, "development/.well-known/openid-configuration");
        request.Headers.Host = $"rebound.example:{site.Address.Port}";
        using HttpResponseMessage answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static HttpClient Client(AdminSite site) => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = site.Address };

    private static string Authorize(string redirectUri) =>
        $"development/authorize?response_type=code&client_id=reporting-admin&state=s&code_challenge_method=S256&code_challenge={Challenge}&redirect_uri={Uri.EscapeDataString(redirectUri)}&account=admin";

    private static string RedirectUri(AdminSite site) => site.Address.GetLeftPart(UriPartial.Authority) + "/admin/signed-in";

    private static async Task<string> CodeAsync(HttpClient client, AdminSite site)
    {
        using HttpResponseMessage answer = await client.GetAsync(Authorize(RedirectUri(site)), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(answer.Headers.Location!.Query)["code"].ToString();
    }

    private static async Task<HttpResponseMessage> RedeemAsync(HttpClient client, AdminSite site, string code, string verifier)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code", ["client_id"] = "reporting-admin", ["redirect_uri"] = RedirectUri(site), ["code"] = code, ["code_verifier"] = verifier,
        });
        return await client.PostAsync(new Uri("development/token", UriKind.Relative), form, TestContext.Current.CancellationToken);
    }

    private static async Task<HttpStatusCode> CallAsync(HttpClient client, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/reports") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using HttpResponseMessage answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
