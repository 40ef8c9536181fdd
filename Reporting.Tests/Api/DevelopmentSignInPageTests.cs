using System.Text.RegularExpressions;
using Reporting.Access;

namespace Reporting.Tests.Api;

/// <summary>The development sign-in of a host without the admin pages, over HTTP.</summary>
public sealed partial class DevelopmentSignInPageTests(AzuriteServer azurite)
{
    private const string Page = "/api/development/sign-in";

    [Theory]
    [InlineData("admin", DevelopmentIssuer.AdminName, 200)]
    [InlineData("user", DevelopmentIssuer.UserName, 403)]
    public async Task One_click_gives_a_token_and_a_line_for_the_shell(string account, string name, int status)
    {
        using var log = new SecretTests.Lines();
        await using ApiHost host = await ApiHost.StartAsync(azurite, log: log);
        ApiResponse page = await host.SendAsync(HttpMethod.Get, Page, token: "");
        Assert.Equal((200, "text/html; charset=utf-8"), (page.Status, page.ContentType));
        Assert.Contains($"<button name=\"account\" value=\"{account}\">", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", page.Text, StringComparison.Ordinal);

        ApiResponse signedIn = await ChooseAsync(host, account, ("Sec-Fetch-Site", "same-origin"));

        Assert.Equal((200, "no-store"), (signedIn.Status, signedIn.Headers.CacheControl?.ToString()));
        Assert.Equal("default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'", Assert.Single(signedIn.Headers.GetValues("Content-Security-Policy")));
        Assert.Contains($"<h1>Signed in as {name}</h1>", signedIn.Text, StringComparison.Ordinal);
        Assert.Contains($"curl -H \"Authorization: Bearer $TOKEN\" {host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)}/api/reports", signedIn.Text, StringComparison.Ordinal);
        string token = Token.Match(signedIn.Text).Value;
        Assert.Contains($"TOKEN={token}\n", signedIn.Text, StringComparison.Ordinal);
        Assert.Equal(status, (await host.SendAsync(HttpMethod.Get, "/api/reports", token: token)).Status);
        Assert.NotEmpty(log.All);
        Assert.DoesNotContain(log.All, line => line.Contains(token.Split('.')[2], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Sec-Fetch-Site", "same-site", false)] // Another port of this machine.
    [InlineData("Sec-Fetch-Site", "none", true)]
    [InlineData("Origin", "https://evil.example", false)]
    [InlineData("Origin", "null", false)]
    [InlineData("Accept", "*/*", true)]
    public async Task No_page_of_another_site_gets_a_token(string header, string value, bool isGiven)
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        ApiResponse answer = await ChooseAsync(host, "admin", (header, value));

        Assert.Equal(isGiven ? 200 : 403, answer.Status);
        Assert.Equal(isGiven, Token.IsMatch(answer.Text));
    }

    [Fact]
    public async Task What_is_no_choice_is_refused()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);

        (await ChooseAsync(host, "root")).IsProblem(400, "account");
        (await ChooseAsync(host, "")).IsProblem(400, "account");
        (await host.SendAsync(HttpMethod.Post, Page, """{"account":"admin"}""", token: "")).IsProblem(415);
        using var many = new FormUrlEncodedContent(Enumerable.Range(0, 2000).Select(number => KeyValuePair.Create("f" + number, "")));
        (await host.SendContentAsync(HttpMethod.Post, Page, many, "")).IsProblem(400);
        ApiResponse put = (await host.SendAsync(HttpMethod.Put, Page, "{}", token: "")).IsProblem(405);
        Assert.Equal(["GET", "HEAD", "POST"], put.Allow.Split(", ").Order(StringComparer.Ordinal));
    }

    private static async Task<ApiResponse> ChooseAsync(ApiHost host, string account, params (string Name, string Value)[] headers)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("account", account)]);
        return await host.SendContentAsync(HttpMethod.Post, Page, form, "", headers);
    }

    [GeneratedRegex(@"(?<=readonly>)eyJ[\w-]+\.[\w-]+\.[\w-]+", RegexOptions.None, 1000)]
    private static partial Regex Token { get; }
}
