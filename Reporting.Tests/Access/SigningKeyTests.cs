using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Reporting.Access;
using Reporting.Tests.Api;

namespace Reporting.Tests.Access;

public sealed class SigningKeyTests(AzuriteServer azurite)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rotated_key_is_found_by_the_first_token_that_names_it()
    {
        await using FakeAuthority authority = await FakeAuthority.StartAsync();
        await using ApiHost host = await StartAsync(authority.Issuer);
        var forge = new TokenFactory(authority);
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
        var forge = new TokenFactory(authority);
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
        string token = new TokenFactory(authority).Make();
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
        var forge = new TokenFactory(authority);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, forge.Make()));
        host.Time.Advance(TimeSpan.FromHours(13));
        string token = forge.Make(payload: body => body["exp"] = TokenFactory.Now(24 * 3600));
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
        string token = new TokenFactory(authority).Make();
        await using ApiHost host = await StartAsync("http://127.0.0.1:1");

        using HttpResponseMessage answer = await SendAsync(host, token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(10), answer.Headers.RetryAfter?.Delta);
        Assert.Contains("sign-in authority", await answer.Content.ReadAsStringAsync(CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issuer_that_hangs_keeps_nobody_waiting_whose_key_is_known_or_whose_token_is_wrong_on_its_face()
    {
        await using FakeAuthority authority = await FakeAuthority.StartAsync();
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using ApiHost host = await StartAsync(authority.Issuer, time);
        var forge = new TokenFactory(authority);
        string token = forge.Make(payload: body => body["exp"] = TokenFactory.Now(48 * 3600));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, token));

        // The keys are due, and the issuer does not answer any more: the one who finds that out does not wait either.
        time.Advance(TimeSpan.FromHours(13));
        TaskCompletionSource asked = authority.HoldKeys();
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, token));
        await asked.Task.WaitAsync(CancellationToken);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, token));
        foreach (string bad in WrongOnTheirFace(authority, forge))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, bad));
        }

        Assert.Equal(2, authority.KeyReads);
        authority.GiveKeys();
    }

    [Fact]
    public async Task All_who_must_wait_for_an_issuer_that_hangs_share_one_read_and_its_time()
    {
        await using FakeAuthority authority = await FakeAuthority.StartAsync();
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using ApiHost host = await StartAsync(authority.Issuer, time);
        var forge = new TokenFactory(authority);
        TaskCompletionSource asked = authority.HoldKeys();
        Task<HttpStatusCode>[] waiting = [.. Enumerable.Range(0, 5).Select(_ => GetAsync(host, forge.Make()))];
        await asked.Task.WaitAsync(CancellationToken);

        // These are unsigned: they do not wait for keys that do not come.
        foreach (string bad in WrongOnTheirFace(authority, forge))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, bad));
        }

        time.Advance(SigningKeySource.Patience);
        Assert.All(await Task.WhenAll(waiting), status => Assert.Equal(HttpStatusCode.ServiceUnavailable, status));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await GetAsync(host, forge.Make()));
        Assert.Equal(1, authority.KeyReads);

        // The read is given up; for ten seconds from its end no other begins.
        time.Advance(TimeSpan.FromSeconds(7));
        authority.GiveKeys();
        await UntilAsync(async () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return await GetAsync(host, forge.Make()) == HttpStatusCode.OK;
        });
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
        string token = new TokenFactory(authority).Make(payload: body =>
        {
            body.Remove("roles");
            body[claim] = System.Text.Json.Nodes.JsonNode.Parse(json);
        });

        Assert.Equal(expected, await GetAsync(host, token));
    }

    private static string[] WrongOnTheirFace(FakeAuthority authority, TokenFactory forge) =>
    [
        forge.Make(header => header["alg"] = "none", sign: _ => []),
        forge.Make(header => { header["alg"] = "HS256"; header["kid"] = "new"; }),
        forge.Make(header => header["kid"] = "new", sign: _ => []),
        forge.Make(header => header.Remove("kid")),
        forge.Make(header => { header["typ"] = "logout+jwt"; header["kid"] = "new"; }),
        forge.Make(header => header["kid"] = "new", body => body["aud"] = "another"),
        forge.Make(header => header["kid"] = "new", body => body["exp"] = TokenFactory.Now(-3600)),
        forge.Make(header => header["kid"] = "new", body => body["exp"] = "tomorrow"),
        forge.Make(header => header["kid"] = "new", body => body.Remove("exp")),
        "abc.def.ghi",
    ];

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private Task<ApiHost> StartAsync(string issuer, TimeProvider time) =>
        ApiHost.StartAsync(azurite, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Access:Authority"] = issuer, ["Access:Audience"] = TokenFactory.Audience }, services => services.AddSingleton(time));

    private Task<ApiHost> StartAsync(string issuer, params (string Name, string Value)[] more)
    {
        var settings = more.ToDictionary(setting => setting.Name, setting => (string?)setting.Value);
        settings["Access:Authority"] = issuer;
        settings["Access:Audience"] = TokenFactory.Audience;
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
