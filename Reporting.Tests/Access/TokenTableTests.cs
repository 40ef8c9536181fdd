using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Activity.Auditing;
using Reporting.Api.Hosting;
using Reporting.Tests.Api;
using Reporting.Tests.Storage;

namespace Reporting.Tests.Access;

/// <summary>Every token of the table at every endpoint.</summary>
public sealed class TokenTableTests(TokenTableTests.Fixture fixture) : IClassFixture<TokenTableTests.Fixture>
{
    public static TheoryData<string> Tokens => [.. TokenTable.Rows.Keys];

    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task A_token_gets_the_status_the_design_says_at_every_endpoint(string token)
    {
        (int status, Func<FakeAuthority, TokenForge, string[]> headers) = TokenTable.Rows[token];
        string[] authorization = headers(fixture.Authority, new TokenForge(fixture.Authority));
        foreach (ApiEndpoint endpoint in ApiEndpoints.All)
        {
            using HttpResponseMessage answer = await SendAsync(fixture.Host, endpoint, authorization, "{}");
            string body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            int expected = endpoint.Access == ApiAccess.Anonymous ? 0 : status;
            if (expected == 0)
            {
                Assert.True((int)answer.StatusCode is not (401 or 403) || IsMissingWriterRole(endpoint, token), $"{endpoint.Method} {endpoint.Route}: {body}");
                continue;
            }

            Assert.Equal(expected, (int)answer.StatusCode);
            AssertProblem(answer, body, expected);
            Assert.DoesNotContain(authorization.SelectMany(header => header.Split(' ', '.')).Where(part => part.Length > 20), part => body.Contains(part, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Every_refusal_is_counted_in_the_audit_log_and_nothing_is_started()
    {
        await using FakeAuthority authority = await FakeAuthority.StartAsync();
        await using ApiHost host = await ApiHost.StartAsync(fixture.Azurite, Settings(authority));
        var forge = new TokenForge(authority);
        foreach ((int status, Func<FakeAuthority, TokenForge, string[]> headers) in TokenTable.Rows.Values.Where(row => row.Status != 0))
        {
            using HttpResponseMessage answer = await SendAsync(host, ApiEndpoints.All.Single(endpoint => endpoint is { Route: "exports", Method: "POST" }), headers(authority, forge), """{"report":"usage"}""");
            Assert.Equal(status, (int)answer.StatusCode);
        }

        await host.Services.GetRequiredService<RefusalAudit>().FlushAsync(isEnding: true, TestContext.Current.CancellationToken);

        List<TableEntity> events = await host.Storage.Tables.GetTableClient("auditevents").QueryAsync<TableEntity>(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.All(events, entry => Assert.Equal(("refuse.access", "exports", "Failed"), (entry.GetString("action"), entry.GetString("target"), entry.GetString("outcome"))));
        Assert.Equal(TokenTable.Rows.Values.Count(row => row.Status != 0), events.Sum(entry => int.Parse(entry.GetString("description").Split(' ')[1], CultureInfo.InvariantCulture)));
        Assert.InRange(events.Count, 1, 2); // Two when a minute ended in between.
        Assert.Empty(host.Runner.Started);
    }

    // A token with the one role "admin" may not write activity.
    private static bool IsMissingWriterRole(ApiEndpoint endpoint, string token) => endpoint.Access == ApiAccess.ActivityWriter && token == "roles as string";

    private static void AssertProblem(HttpResponseMessage answer, string body, int status)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        JsonElement problem = JsonDocument.Parse(body).RootElement;
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.Equal(status == 401, answer.Headers.WwwAuthenticate.Count > 0 && answer.Headers.WwwAuthenticate.All(challenge => challenge.Scheme == "Bearer") && status == 401);
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> SendAsync(ApiHost host, ApiEndpoint endpoint, string[] authorization, string json)
    {
        using var request = new HttpRequestMessage(new HttpMethod(endpoint.Method), "/api/" + endpoint.Route.Replace("{id}", "none", StringComparison.Ordinal).Replace("{name}", "none", StringComparison.Ordinal));
        if (authorization.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (endpoint.Method is "POST" or "PUT")
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static Dictionary<string, string?> Settings(FakeAuthority authority) =>
        new() { ["Access:Authority"] = authority.Issuer, ["Access:Audience"] = TokenForge.Audience };

    public sealed class Fixture(AzuriteServer azurite) : IAsyncLifetime
    {
        internal AzuriteServer Azurite => azurite;

        internal FakeAuthority Authority { get; private set; } = null!;

        internal ApiHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Authority = await FakeAuthority.StartAsync();
            Host = await ApiHost.StartAsync(azurite, Settings(Authority));
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            await Authority.DisposeAsync();
        }
    }
}
