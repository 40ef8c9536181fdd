using System.Net.Http.Headers;
using Azure.Data.Tables;
using Reporting.Rows;
using Reporting.Tests.Access;

namespace Reporting.Tests.Api.Auditing;

/// <summary>A host, an issuer, and a caller with the role that writes activity, or with that and the administrator's.</summary>
internal sealed class WriterAttack : IAsyncDisposable
{
    /// <summary>The role of one who writes activity, and no other.</summary>
    public static readonly string[] Writer = ["activity.write"];

    /// <summary>That, and the role that reads everything.</summary>
    public static readonly string[] Both = ["admin", "activity.write"];

    private readonly FakeAuthority _authority;

    private WriterAttack(FakeAuthority authority, ApiHost host, string[] roles)
    {
        (_authority, Host, Forge) = (authority, host, new TokenFactory(authority));
        Attacker = Forge.Make(payload: body => (body["roles"], body["azp"]) = (roles, "platform"));
    }

    public ApiHost Host { get; }

    public TokenFactory Forge { get; }

    public string Issuer => _authority.Issuer;

    public string Attacker { get; }

    public static async Task<WriterAttack> StartAsync(AzuriteServer azurite, string token)
    {
        FakeAuthority authority = await FakeAuthority.StartAsync();
        ApiHost host = await ApiHost.StartAsync(azurite, new Dictionary<string, string?> { ["Access:Authority"] = authority.Issuer, ["Access:Audience"] = TokenFactory.Audience });
        return new WriterAttack(authority, host, string.Equals(token, "both", StringComparison.Ordinal) ? Both : Writer);
    }

    /// <summary>Sends lines with the attacker's token.</summary>
    public Task<JsonElement> SendAsync(params string[] lines) => SendAsAsync(Attacker, lines);

    public async Task<JsonElement> SendAsAsync(string token, params string[] lines)
    {
        ApiResponse answer = await PostAsync(token, lines);
        Assert.True(answer.Status == 200, answer.Text);
        return answer.Json;
    }

    public async Task<ApiResponse> PostAsync(string token, params string[] lines)
    {
        using var content = new StringContent(string.Join('\n', lines), Encoding.UTF8, new MediaTypeHeaderValue("application/x-ndjson"));
        return await Host.SendContentAsync(HttpMethod.Post, "/api/activity/audit-events", content, token);
    }

    public ValueTask<List<TableEntity>> RowsAsync() =>
        Host.Storage.Tables.GetTableClient("auditevents").QueryAsync<TableEntity>(cancellationToken: Token).ToListAsync(Token);

    /// <summary>The service's own events.</summary>
    public async Task<List<TableEntity>> OwnRowsAsync() => [.. (await RowsAsync()).Where(row => row.GetString("origin") == "service")];

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _authority.DisposeAsync();
    }

    /// <summary>An audit event as a line.</summary>
    public static string Line(string id, DateTimeOffset at, string names = "\"target\":\"access.tokens\",\"action\":\"create.token\"", string user = "admin@localhost") =>
        $$"""{"id":"{{id}}","timestamp":"{{Rfc3339.Format(at)}}","userId":"{{user}}",{{names}},"actionType":"Read","description":"Nothing happened","outcome":"Success"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
