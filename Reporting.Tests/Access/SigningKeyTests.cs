using System.Net;
using System.Net.Http.Headers;
using Reporting.Tests.Api;
using Reporting.Tests.Storage;

namespace Reporting.Tests.Access;

public sealed class SigningKeyTests(AzuriteServer azurite)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rotated_key_is_found_by_the_first_token_that_names_it()
    {
        await using FakeAuthority authority = await FakeAuthority.StartAsync();
        await using ApiHost host = await StartAsync(authority.Issuer);
        var forge = new TokenForge(authority);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, forge.Make()));

        host.Time.Advance(TimeSpan.FromSeconds(11));
        authority.Rotate();

        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, forge.Make()));
        Assert.Equal(2, authority.KeyReads);
    }

    [Fact]
    public async Task Bad_tokens_do_not_make_the_keys_be_read_again()
    {
        await using FakeAuthority authority = await FakeAuthority.StartAsync();
        await using ApiHost host = await StartAsync(authority.Issuer);
        var forge = new TokenForge(authority);
        for (int number = 0; number < 20; number++)
        {
            string keyId = "unknown-" + number;
            Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, forge.Make(header => header["kid"] = keyId)));
            Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, forge.Make(sign: _ => new byte[256])));
            Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, forge.Make("iss", "https://issuer.example.com")));
        }

        Assert.Equal(1, authority.KeyReads);
    }

    [Fact]
    public async Task A_caller_who_hangs_up_does_not_keep_the_keys_from_the_others()
    {
        await using FakeAuthority authority = await FakeAuthority.StartAsync();
        await using ApiHost host = await StartAsync(authority.Issuer);
        string token = new TokenForge(authority).Make();
        TaskCompletionSource asked = authority.HoldKeys();
        using var hangUp = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/reports") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        Task<HttpResponseMessage> gone = host.Client.SendAsync(request, hangUp.Token);
        await asked.Task.WaitAsync(CancellationToken);

        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        authority.GiveKeys();

        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, token));
        Assert.Equal(1, authority.KeyReads);
    }

    [Fact]
    public async Task While_keys_that_are_due_are_read_again_the_others_go_on_with_those_there_are()
    {
        await using FakeAuthority authority = await FakeAuthority.StartAsync();
        await using ApiHost host = await StartAsync(authority.Issuer);
        var forge = new TokenForge(authority);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, forge.Make()));
        host.Time.Advance(TimeSpan.FromHours(13));
        string token = forge.Make(payload: body => body["exp"] = TokenForge.Now(24 * 3600));
        TaskCompletionSource asked = authority.HoldKeys();

        Task<HttpStatusCode> reading = GetAsync(host, token);
        await asked.Task.WaitAsync(CancellationToken);
        HttpStatusCode other = await GetAsync(host, token);
        authority.GiveKeys();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (other, await reading));
    }

    [Fact]
    public async Task While_the_authority_cannot_be_reached_the_answer_is_503_and_says_so()
    {
        await using FakeAuthority authority = await FakeAuthority.StartAsync();
        string token = new TokenForge(authority).Make();
        await using ApiHost host = await StartAsync("http://127.0.0.1:1");

        using HttpResponseMessage answer = await SendAsync(host, token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(10), answer.Headers.RetryAfter?.Delta);
        Assert.Contains("sign-in authority", await answer.Content.ReadAsStringAsync(CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("realm_access.roles", "realm_access", """{"roles":["admin"]}""", HttpStatusCode.OK)]
    [InlineData("realm_access.roles", "realm_access", """{"roles":"admin"}""", HttpStatusCode.OK)]
    [InlineData("realm_access.roles", "realm_access", """{"groups":["admin"]}""", HttpStatusCode.Forbidden)]
    [InlineData("realm_access.roles", "roles", """["admin"]""", HttpStatusCode.Forbidden)]
    [InlineData("https://example.com/roles", "https://example.com/roles", """["admin"]""", HttpStatusCode.OK)]
    public async Task Roles_are_found_under_a_name_or_a_path(string rolesClaim, string claim, string json, HttpStatusCode expected)
    {
        await using FakeAuthority authority = await FakeAuthority.StartAsync();
        await using ApiHost host = await StartAsync(authority.Issuer, ("Access:RolesClaim", rolesClaim));
        string token = new TokenForge(authority).Make(payload: body =>
        {
            body.Remove("roles");
            body[claim] = System.Text.Json.Nodes.JsonNode.Parse(json);
        });

        Assert.Equal(expected, await GetAsync(host, token));
    }

    private Task<ApiHost> StartAsync(string issuer, params (string Name, string Value)[] more)
    {
        var settings = more.ToDictionary(setting => setting.Name, setting => (string?)setting.Value);
        settings["Access:Authority"] = issuer;
        settings["Access:Audience"] = TokenForge.Audience;
        return ApiHost.StartAsync(azurite, settings);
    }

    private static async Task<HttpStatusCode> GetAsync(ApiHost host, string token)
    {
        using HttpResponseMessage answer = await SendAsync(host, token);
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(ApiHost host, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/reports");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await host.Client.SendAsync(request, CancellationToken);
    }
}
