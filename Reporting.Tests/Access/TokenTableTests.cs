using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Activity.Auditing;
using Reporting.Activity.Records;
using Reporting.Tests.Api;
using Reporting.Tests.Api.OpenApi;

namespace Reporting.Tests.Access;

/// <summary>Every token of the table at every endpoint that the running service describes.</summary>
public sealed partial class TokenTableTests(TokenTableTests.Fixture fixture) : IClassFixture<TokenTableTests.Fixture>
{
    private const string PersonalAccessTokenSentence = "Personal access tokens carry no admin access. Use the JWT of your signed-in session instead.";

    public static TheoryData<string> Tokens => [.. TokenTable.Rows.Keys];

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task A_token_gets_what_the_design_says_at_every_endpoint(string token)
    {
        (int status, Func<FakeAuthority, TokenFactory, string[]> headers) = TokenTable.Rows[token];
        string[] authorization = headers(fixture.Authority, new TokenFactory(fixture.Authority));
        fixture.Requests.Clear();
        Assert.True(ApiContract.Operations.Count >= 19, "The document has lost endpoints.");
        foreach ((string method, string path, JsonElement operation) in ApiContract.Operations)
        {
            bool isOpen = operation.GetProperty("security").GetArrayLength() == 0;
            int expected = isOpen ? 0 : status;
            ApiResponse answer = await SendAsync(method, path, authorization, isRefused: expected != 0);
            if (expected == 0)
            {
                // A token with the one role "admin" may not write activity.
                bool mayBeRefused = token == "roles as string" && path.StartsWith("/api/activity/", StringComparison.Ordinal);
                Assert.True(answer.Status is not (401 or 403) || mayBeRefused, $"{method} {path}: {answer.Text}");
                fixture.Refused += answer.Status is 401 or 403 ? 1 : 0;
                continue;
            }

            fixture.Refused++;
            answer.IsProblem(expected);
            Assert.Equal(!IsPersonalAccessToken(token), answer.Header("WWW-Authenticate")?.StartsWith("Bearer realm=\"reporting\"", StringComparison.Ordinal) ?? false);
            Assert.Equal(IsPersonalAccessToken(token), answer.Json.GetProperty("detail").GetString() == PersonalAccessTokenSentence);
            AssertNothingLeaks(answer, authorization);
        }

        if (status != 0)
        {
            // Nothing was looked up, nothing started: what goes to storage beside the open endpoints is the count of refusals.
            Assert.All(fixture.Requests.All, request => Assert.Matches("/(auditevents|touched|hourcounts|settings)|/Tables", request));
        }

        await fixture.AssertNothingHappenedAsync();
        Assert.Equal(fixture.Refused, await fixture.CountRefusalsAsync());
    }

    private static bool IsPersonalAccessToken(string token) =>
        token is "personal access token" or "personal access token of three parts" or "opaque token" or "encrypted token of five parts" or "padded base64";

    // Nothing of the token, of the keys, of the issuer, of the code.
    private void AssertNothingLeaks(ApiResponse answer, string[] authorization)
    {
        string said = answer.Text + string.Join(' ', answer.Headers.SelectMany(header => header.Value));
        Assert.DoesNotContain(authorization.SelectMany(header => header.Split(' ', '.', ',')).Where(part => part.Length > 12), part => said.Contains(part, StringComparison.Ordinal));
        foreach (string secret in (string[])[fixture.Authority.Issuer, TokenFactory.Audience, fixture.Authority.RsaKeyId, "ada@example.com", "IDX", "Exception", "   at ", fixture.JobId])
        {
            Assert.DoesNotContain(secret, said, StringComparison.Ordinal);
        }
    }

    // What is to be refused is asked for in earnest: a start that would start, a delete that would cancel.
    private async Task<ApiResponse> SendAsync(string method, string path, string[] authorization, bool isRefused)
    {
        string body = !isRefused ? "{}"
            : path.EndsWith("/exports", StringComparison.Ordinal) ? """{"report":"usage"}"""
            : path.EndsWith("/graphql", StringComparison.Ordinal) ? """{"query":"mutation { downloadUsageReport { id } }"}"""
            : path.EndsWith("/{kind}", StringComparison.Ordinal) ? ApiHost.AuditEvent(1, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
            : """{"report":"usage","format":"CSV","cron":"0 6 * * *","timeZone":"Europe/Vienna"}""";
        string address = path.Replace("{id}", isRefused ? fixture.JobId : "none", StringComparison.Ordinal).Replace("{kind}", AuditEvents.Kind.Name, StringComparison.Ordinal);
        using ByteArrayContent? content = method is "POST" or "PUT" ? new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new("application/json") } } : null;
        return await fixture.Host.SendContentAsync(new HttpMethod(method), PathParameter().Replace(address, "none"), content, token: "", [.. authorization.Select(header => ("Authorization", header))]);
    }

    [GeneratedRegex(@"\{[a-z]+\}", RegexOptions.None, 1000)]
    private static partial Regex PathParameter();

    public sealed class Fixture(AzuriteServer azurite) : IAsyncLifetime
    {
        internal FakeAuthority Authority { get; private set; } = null!;

        internal ApiHost Host { get; private set; } = null!;

        internal RequestCounter Requests { get; } = new();

        /// <summary>A running export that no test may cancel.</summary>
        internal string JobId { get; private set; } = "";

        /// <summary>How many requests have been refused so far.</summary>
        internal int Refused { get; set; }

        public async ValueTask InitializeAsync()
        {
            Authority = await FakeAuthority.StartAsync();
            Host = await ApiHost.StartAsync(
                azurite, new Dictionary<string, string?> { ["Access:Authority"] = Authority.Issuer, ["Access:Audience"] = TokenFactory.Audience }, policies: Requests.AsPolicy());
            Host.Runner.IsHeld = true;
            JobId = (await Host.SendAsync(HttpMethod.Post, "/api/exports", """{"report":"usage"}""", new TokenFactory(Authority).Make())).Json.GetProperty("id").GetString()!;
        }

        internal async Task AssertNothingHappenedAsync()
        {
            Assert.Equal([JobId], Host.Runner.Started);
            TableEntity job = await Host.Storage.Tables.GetTableClient("exports").GetEntityAsync<TableEntity>("export", JobId, cancellationToken: CancellationToken);
            Assert.Equal(("QUEUED", false), (job.GetString("state"), job.GetBoolean("cancelRequested")));
            Assert.Empty(await Host.Storage.Tables.GetTableClient("schedules").QueryAsync<TableEntity>(cancellationToken: CancellationToken).ToListAsync(CancellationToken));
        }

        /// <summary>The refusals that the audit log has counted.</summary>
        internal async Task<int> CountRefusalsAsync()
        {
            await Host.Services.GetRequiredService<RefusalAudit>().FlushAsync(isEnding: true, CancellationToken);
            List<TableEntity> events = await Host.Storage.Tables.GetTableClient("auditevents").QueryAsync<TableEntity>("action eq 'refuse.access'", cancellationToken: CancellationToken).ToListAsync(CancellationToken);
            Assert.All(events, entry => Assert.Equal(("Failed", "127.0.0.1"), (entry.GetString("outcome"), entry.GetString("sourceAddress"))));
            Assert.DoesNotContain(events, entry => entry.GetString("description").Contains("mat-", StringComparison.Ordinal));
            return events.Sum(entry => int.Parse(entry.GetString("description").Split(' ')[1], CultureInfo.InvariantCulture));
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            await Authority.DisposeAsync();
        }
    }
}
