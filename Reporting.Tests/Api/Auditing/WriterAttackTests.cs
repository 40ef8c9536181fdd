using System.Globalization;
using System.IO.Hashing;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Access.Development;
using Reporting.Activity.Auditing;
using Reporting.Api.AuditLogs.Feed;
using Reporting.Rows;
using Reporting.Tests.Access;
using Reporting.Tests.Storage;

namespace Reporting.Tests.Api.Auditing;

/// <summary>
/// A caller who may write activity tries to bend the audit log: with a token of that role alone, and with one that may read the log too and so knows
/// all that stands in it.
/// </summary>
public sealed class WriterAttackTests(AzuriteServer azurite)
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 28, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Writer = ["activity.write"];
    private static readonly string[] Both = ["admin", "activity.write"];

    public static TheoryData<string> Tokens => ["writer", "both"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // The version before gave such events ids that are a hash of known facts, and took the row that was there for its own.
    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task Lines_written_in_advance_hide_no_reading(string token)
    {
        await using Attack attack = await Attack.StartAsync(azurite, token);
        long slot = attack.Host.Time.GetUtcNow().UtcTicks / TimeSpan.FromMinutes(15).Ticks;
        string[] lines = [.. from ahead in Enumerable.Range(0, 96)
                             from subject in (string[])["audit-logs", "audit-logs/feed", "x file", "x manifest"]
                             let key = string.Create(CultureInfo.InvariantCulture, $"{subject} {slot + ahead} admin@localhost")
                             let id = "often-" + XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(key)).ToString("x32", CultureInfo.InvariantCulture)
                             select Line(id, new DateTimeOffset((slot + ahead) * TimeSpan.FromMinutes(15).Ticks, TimeSpan.Zero))];

        JsonElement answer = await attack.SendAsync(lines);
        Assert.Equal((384, 0, 384), (answer.GetProperty("received").GetInt32(), answer.GetProperty("accepted").GetInt32(), answer.GetProperty("refused").GetInt32()));
        AssertNames(answer, "id");

        await attack.Host.GetAsync("/api/audit-logs/feed?cursor=" + new FeedCursor(DateTimeOffset.UnixEpoch, "", 1));
        TableEntity read = Assert.Single(await attack.OwnRowsAsync(), row => row.GetString("description") == "Went on with the audit log's feed");
        Assert.Equal(("admin@localhost", "Success"), (read.GetString("userId"), read.GetString("outcome")));
    }

    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task A_refusal_that_is_written_as_started_is_not_made_a_success(string token)
    {
        await using Attack attack = await Attack.StartAsync(azurite, token);
        (await attack.Host.SendAsync(HttpMethod.Get, "/api/audit-logs", token: "a.b.c")).IsProblem(401);
        RefusalAudit refusals = attack.Host.Services.GetRequiredService<RefusalAudit>();
        await refusals.FlushAsync(isEnding: false, Token);
        TableEntity started = Assert.Single(await attack.OwnRowsAsync(), row => row.GetString("outcome") == "Started");
        Assert.True(Rfc3339.TryParse(started.GetString("timestamp"), out DateTimeOffset at));

        JsonElement answer = await attack.SendAsync(Line(started.GetString("id"), at), Line(started.GetString("id").ToUpperInvariant(), at), Line("~" + started.GetString("id"), at));
        Assert.Equal(3, answer.GetProperty("refused").GetInt32());
        AssertNames(answer, "id");

        await refusals.FlushAsync(isEnding: true, Token);
        TableEntity ended = Assert.Single(await attack.OwnRowsAsync(), row => row.RowKey == started.RowKey);
        Assert.Equal(("Failed", "anonymous", "refuse.access"), (ended.GetString("outcome"), ended.GetString("userId"), ended.GetString("action")));
    }

    [Theory]
    [InlineData("target", "\"target\":\"exports\",\"action\":\"delete.export\"")]
    [InlineData("target", "\"target\":\"EXPORTS\",\"action\":\"x\"")]
    [InlineData("target", "\"target\":\" exports \",\"action\":\"x\"")]
    [InlineData("target", "\"target\":\"\u0435xports\",\"action\":\"x\"")]
    [InlineData("target", "\"target\":\"ex\\u200bports\",\"action\":\"x\"")]
    [InlineData("target", "\"target\":\"schedules\",\"action\":\"deliver.schedule\"")]
    [InlineData("target", "\"target\":\"audit.logs\",\"action\":\"x\"")]
    [InlineData("target", "\"target\":\"audit-logs\",\"action\":\"x\"")]
    [InlineData("target", "\"target\":\"activity\",\"action\":\"x\"")]
    [InlineData("target", "\"target\":\"reporting.reports\",\"action\":\"x\"")]
    [InlineData("target", "\"target\":\"Rep\\u043erting.reports\",\"action\":\"x\"")]
    [InlineData("action", "\"target\":\"downloads\",\"action\":\"delete.export\"")]
    [InlineData("action", "\"target\":\"downloads\",\"action\":\"Delete.Activity\"")]
    [InlineData("action", "\"target\":\"downloads\",\"action\":\"refuse.access\"")]
    [InlineData("origin", "\"target\":\"access.tokens\",\"action\":\"create.token\",\"origin\":\"service\"")]
    [InlineData("origin", "\"target\":\"access.tokens\",\"action\":\"create.token\",\"origin\":\" Servi\\u0441e\"")]
    public async Task An_event_in_the_services_name_is_refused_by_field_and_line(string field, string names)
    {
        foreach (string token in (string[])["writer", "both"])
        {
            await using Attack attack = await Attack.StartAsync(azurite, token);
            string good = Line("e-1", Noon, "\"target\":\"access.tokens\",\"action\":\"create.token\"");
            JsonElement answer = await attack.SendAsync(good, Line("e-2", Noon, names, user: "boss@corp"), Line("e-3", Noon, names, user: "Moderne"));

            Assert.Equal((1, 2), (answer.GetProperty("accepted").GetInt32(), answer.GetProperty("refused").GetInt32()));
            AssertNames(answer, field);
            Assert.Equal([2, 3], answer.GetProperty("badLines").EnumerateArray().Select(line => line.GetProperty("line").GetInt32()));
            Assert.Equal("e-1", Assert.Single(await attack.RowsAsync(), row => row.GetString("origin") == "platform").GetString("id"));
        }
    }

    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task No_delivery_is_forged_and_with_it_no_head_of_a_chain(string token)
    {
        await using Attack attack = await Attack.StartAsync(azurite, token);
        SelfAudit audit = attack.Host.Services.GetRequiredService<SelfAudit>();
        var key = new EventKey(EventIds.Deliver, "zybq9c989585wbxpcqfxrfy3zr");
        await audit.RecordAsync(AuditedAction.DeliverSchedule, AuditActor.System, Reporting.Activity.Records.AuditOutcome.Success, "Delivered usage, manifest " + new string('a', 64), Noon, key, Token);
        TableEntity delivered = Assert.Single(await attack.OwnRowsAsync(), row => row.GetString("action") == "deliver.schedule");
        string forged = "\"target\":\"schedules\",\"action\":\"deliver.schedule\"";

        JsonElement answer = await attack.SendAsync(
            Line("deliver-zybq9c989585wbxpcqfxrfy3zr", Noon, forged, "Moderne"), Line(delivered.GetString("id"), Noon, forged, "Moderne"), Line("e-1", Noon, forged, "Moderne"));

        Assert.Equal(3, answer.GetProperty("refused").GetInt32());
        Assert.Equal(["id", "id", "target"], answer.GetProperty("badLines").EnumerateArray().Select(line => line.GetProperty("field").GetString()));
        Assert.Equal(delivered.GetString("description"), Assert.Single(await attack.RowsAsync(), row => row.GetString("action") == "deliver.schedule").GetString("description"));
    }

    // A reader that told events by their id alone would take the later one for the event.
    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task No_second_row_comes_under_an_own_events_id_with_another_time(string token)
    {
        await using Attack attack = await Attack.StartAsync(azurite, token);
        await attack.Host.GetAsync("/api/audit-logs");
        await attack.Host.PostAsync("/api/exports", """{"report":"nonsense"}""");
        List<TableEntity> own = await attack.OwnRowsAsync();
        Assert.Equal(2, own.Count);

        JsonElement answer = await attack.SendAsync([.. own.Select(row => Line(row.GetString("id"), Noon)), .. own.Select(row => Line(row.GetString("id"), Noon.AddYears(-1)))]);

        Assert.Equal((0, 4), (answer.GetProperty("accepted").GetInt32(), answer.GetProperty("refused").GetInt32()));
        AssertNames(answer, "id");
        Assert.Equal(own.Select(Content), (await attack.OwnRowsAsync()).Select(Content));
        Assert.Equal(2, (await attack.RowsAsync()).Count);
    }

    [Fact]
    public async Task The_platforms_system_user_writes_and_its_origin_tells_its_events_from_the_services()
    {
        await using Attack attack = await Attack.StartAsync(azurite, "writer");
        JsonElement answer = await attack.SendAsync(Line("e-1", Noon, "\"target\":\"artifact.storage\",\"action\":\"download.artifact\",\"origin\":\"elsewhere\"", user: "Moderne"));

        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
        JsonElement shown = (await attack.Host.GetAsync("/api/audit-logs?user=Moderne")).Json.GetProperty("items")[0];
        Assert.Equal(("Moderne", "platform"), (shown.GetProperty("userId").GetString(), shown.GetProperty("origin").GetString()));
        Assert.False(shown.TryGetProperty("issuer", out _));
    }

    [Fact]
    public async Task The_real_activity_of_a_platform_is_taken_whole()
    {
        await using Attack attack = await Attack.StartAsync(azurite, "writer");
        string[] lines = [.. SharedData.Read(SharedData.AuditEvents).Select(row => row.GetRawText())];
        int accepted = 0;
        foreach (string[] portion in lines.Chunk(10_000))
        {
            accepted += (await attack.SendAsync(LongTests.Enabled ? portion : portion[..500])).GetProperty("accepted").GetInt32();
        }

        Assert.Equal(LongTests.Enabled ? 14_237 : 1_000, accepted);

        // The names alone of all of them, in the quick tier too.
        Assert.All(SharedData.Read(SharedData.AuditEvents), row => Assert.Null(ServiceNames.FindClaim(Event(row), claimedOrigin: null)));
    }

    [Theory]
    [InlineData("azp", "billing-worker", "billing-worker")]
    [InlineData("client_id", "billing-worker", "billing-worker")]
    [InlineData("appid", "0d5c7a3e-1111-2222-3333-444455556666", "0d5c7a3e-1111-2222-3333-444455556666")]
    [InlineData("azp", " ", "u-1")]
    [InlineData("azp", null, "u-1")]
    public async Task The_origin_is_the_tokens_client_or_its_subject(string claim, string? value, string origin)
    {
        await using Attack attack = await Attack.StartAsync(azurite, "writer");
        string token = attack.Forge.Make(payload: body => (body["roles"], body[claim]) = (Writer, value));
        await attack.SendAsync(token, Line("e-1", Noon));
        Assert.Equal(origin, Assert.Single(await attack.RowsAsync()).GetString("origin"));
    }

    [Theory]
    [InlineData("email", "Moderne")]
    [InlineData("email", "moderne ")]
    [InlineData("email", "M\u043Ederne")]
    [InlineData("email", "Mod\u200Berne")]
    [InlineData("email", "Moderne, because the schedule daily was deleted")]
    [InlineData("email", "Moderne (system)")]
    [InlineData("email", "ANONYMOUS")]
    [InlineData("email", "service")]
    [InlineData("azp", "service")]
    [InlineData("azp", "SERV\u0456CE")]
    public async Task A_token_that_bears_the_systems_name_is_refused(string claim, string value)
    {
        await using Attack attack = await Attack.StartAsync(azurite, "both");
        string token = attack.Forge.Make(payload: body => (body["roles"], body[claim]) = (Both, value));

        ApiAnswer answer = (await attack.PostAsync(token, Line("e-1", Noon))).IsProblem(403);
        Assert.EndsWith(":reserved-name", answer.Json.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Empty(await attack.RowsAsync());

        await attack.Host.Services.GetRequiredService<RefusalAudit>().FlushAsync(isEnding: true, Token);
        Assert.Equal("anonymous", Assert.Single(await attack.RowsAsync()).GetString("userId"));
    }

    [Theory]
    [InlineData("moderne.admin@example.com")]
    [InlineData("Modernes")]
    [InlineData("service-desk")]
    public async Task A_name_that_only_holds_the_systems_is_let_in(string name)
    {
        await using Attack attack = await Attack.StartAsync(azurite, "both");
        Assert.Equal(200, (await attack.Host.SendAsync(HttpMethod.Get, "/api/audit-logs", token: attack.Forge.Make("email", name))).Status);
    }

    [Fact]
    public async Task Equal_names_of_two_issuers_can_be_told_apart_in_every_format()
    {
        await using Attack attack = await Attack.StartAsync(azurite, "both");
        await attack.Host.SendAsync(HttpMethod.Get, "/api/audit-logs", token: attack.Forge.Make(payload: body => (body["email"], body["sub"]) = ("admin@localhost", "4711")));
        await attack.Host.GetAsync("/api/audit-logs");
        attack.Host.Time.Advance(TimeSpan.FromMinutes(1));

        foreach ((string format, string issuer, string subject, string own) in new[]
        {
            ("JSONL", $"\"issuer\":\"{attack.Issuer}\"", "\"subject\":\"4711\"", "\"origin\":\"service\""),
            ("CEF", $" cs4={attack.Issuer} cs4Label=issuer", " suid=4711", " cs3=service cs3Label=origin"),
            ("OCSF", $"\"domain\":\"{attack.Issuer}\"", "\"uid\":\"4711\"", "\"log_provider\":\"service\""),
        })
        {
            string[] lines = (await attack.Host.GetAsync("/api/audit-logs/feed?format=" + format)).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.All(lines, line => Assert.Contains(own, line, StringComparison.Ordinal));
            Assert.Single(lines, line => line.Contains(issuer, StringComparison.Ordinal) && line.Contains(subject, StringComparison.Ordinal));
            Assert.Contains(lines, line => line.Contains(DevelopmentIssuer.Issuer, StringComparison.Ordinal) && !line.Contains("4711", StringComparison.Ordinal));
        }

        JsonElement[] shown = [.. (await attack.Host.GetAsync("/api/audit-logs?user=admin@localhost")).Json.GetProperty("items").EnumerateArray()];
        Assert.Contains(shown, item => item.GetProperty("issuer").GetString() == attack.Issuer && item.GetProperty("subject").GetString() == "4711");
        JsonElement node = (await attack.Host.PostAsync("/api/graphql", """{"query":"{ auditLogs(first: 50) { nodes { userId origin issuer subject } } }"}""")).Json;
        Assert.Contains($"\"issuer\":\"{attack.Issuer}\",\"subject\":\"4711\"", node.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_an_export_names_the_issuer_of_who_asked_for_it()
    {
        await using Attack attack = await Attack.StartAsync(azurite, "both");
        ApiAnswer started = await attack.Host.SendAsync(HttpMethod.Post, "/api/exports", """{"report":"usage"}""", attack.Forge.Make());
        await attack.Host.Runner.EndOfAsync(started.Json.GetProperty("id").GetString()!);

        TableEntity finish = Assert.Single(await attack.OwnRowsAsync(), row => row.GetString("action") == "finish.export");
        Assert.Equal(("ada@example.com", attack.Issuer, "u-1"), (finish.GetString("userId"), finish.GetString("issuer"), finish.GetString("subject")));
    }

    private static string Line(string id, DateTimeOffset at, string names = "\"target\":\"access.tokens\",\"action\":\"create.token\"", string user = "admin@localhost") =>
        $$"""{"id":"{{id}}","timestamp":"{{Rfc3339.Format(at)}}","userId":"{{user}}",{{names}},"actionType":"Read","description":"Nothing happened","outcome":"Success"}""";

    private static Reporting.Activity.Records.AuditEvent Event(JsonElement row) => new()
    {
        Id = row.GetProperty("id").GetString()!, Timestamp = Noon, UserId = row.GetProperty("userId").GetString()!, Target = row.GetProperty("target").GetString()!,
        Action = row.GetProperty("action").GetString()!, ActionType = Reporting.Activity.Records.AuditActionType.Read, Description = "", Outcome = Reporting.Activity.Records.AuditOutcome.Success,
    };

    private static void AssertNames(JsonElement answer, string field) =>
        Assert.All(answer.GetProperty("badLines").EnumerateArray(), line => Assert.Equal(field, line.GetProperty("field").GetString()));

    private static string Content(TableEntity row) => JsonSerializer.Serialize(row.Where(pair => pair.Key is not ("odata.etag" or "Timestamp")).ToDictionary(pair => pair.Key, pair => pair.Value));

    private sealed class Attack : IAsyncDisposable
    {
        private readonly FakeAuthority _authority;

        private Attack(FakeAuthority authority, ApiHost host, string[] roles)
        {
            (_authority, Host, Forge) = (authority, host, new TokenForge(authority));
            Attacker = Forge.Make(payload: body => (body["roles"], body["azp"]) = (roles, "platform"));
        }

        public ApiHost Host { get; }

        public TokenForge Forge { get; }

        public string Issuer => _authority.Issuer;

        public string Attacker { get; }

        public static async Task<Attack> StartAsync(AzuriteServer azurite, string token)
        {
            FakeAuthority authority = await FakeAuthority.StartAsync();
            ApiHost host = await ApiHost.StartAsync(azurite, new Dictionary<string, string?> { ["Access:Authority"] = authority.Issuer, ["Access:Audience"] = TokenForge.Audience });
            return new Attack(authority, host, string.Equals(token, "both", StringComparison.Ordinal) ? Both : Writer);
        }

        public Task<JsonElement> SendAsync(params string[] lines) => SendAsync(Attacker, lines);

        public async Task<JsonElement> SendAsync(string token, params string[] lines)
        {
            ApiAnswer answer = await PostAsync(token, lines);
            Assert.True(answer.Status == 200, answer.Text);
            return answer.Json;
        }

        public async Task<ApiAnswer> PostAsync(string token, params string[] lines)
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
    }
}
