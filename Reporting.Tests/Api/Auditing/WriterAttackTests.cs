using System.IO.Hashing;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Activity.Auditing;
using Reporting.Activity.Records;
using Reporting.Api.AuditLogs.Feed;
using Reporting.Rows;

namespace Reporting.Tests.Api.Auditing;

/// <summary>
/// A caller who may write activity tries to bend the audit log: with a token of that role alone, and with one that may read the log too and so knows
/// all that stands in it.
/// </summary>
public sealed class WriterAttackTests(AzuriteServer azurite)
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 28, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Tokens => ["writer", "both"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // The version before gave such events ids that are a hash of known facts, and took the row that was there for its own.
    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task Lines_written_in_advance_hide_no_reading(string token)
    {
        await using WriterAttack attack = await WriterAttack.StartAsync(azurite, token);
        long slot = attack.Host.Time.GetUtcNow().UtcTicks / TimeSpan.FromMinutes(15).Ticks;
        string[] lines = [.. from ahead in Enumerable.Range(0, 96)
                             from subject in (string[])["audit-logs", "audit-logs/feed", "x file", "x manifest"]
                             let key = string.Create(CultureInfo.InvariantCulture, $"{subject} {slot + ahead} admin@localhost")
                             let id = "often-" + XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(key)).ToString("x32", CultureInfo.InvariantCulture)
                             select WriterAttack.Line(id, new DateTimeOffset((slot + ahead) * TimeSpan.FromMinutes(15).Ticks, TimeSpan.Zero))];

        JsonElement answer = await attack.SendAsync(lines);
        Assert.Equal((384, 0, 384), (answer.GetProperty("received").GetInt32(), answer.GetProperty("accepted").GetInt32(), answer.GetProperty("refused").GetInt32()));
        AssertNames(answer, "id");

        await attack.Host.GetAsync("/api/audit-logs/feed?cursor=" + new FeedCursor(DateTimeOffset.UnixEpoch, null, "", 1));
        TableEntity read = Assert.Single(await attack.OwnRowsAsync(), row => row.GetString("description") == "Went on with the audit log's feed");
        Assert.Equal(("admin@localhost", "Success"), (read.GetString("userId"), read.GetString("outcome")));
    }

    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task A_refusal_that_is_written_as_started_is_not_made_a_success(string token)
    {
        await using WriterAttack attack = await WriterAttack.StartAsync(azurite, token);
        (await attack.Host.SendAsync(HttpMethod.Get, "/api/audit-logs", token: "a.b.c")).IsProblem(401);
        RefusalAudit refusals = attack.Host.Services.GetRequiredService<RefusalAudit>();
        await refusals.FlushAsync(isEnding: false, Token);
        TableEntity started = Assert.Single(await attack.OwnRowsAsync(), row => row.GetString("outcome") == "Started");
        Assert.True(Rfc3339.TryParse(started.GetString("timestamp"), out DateTimeOffset at));

        JsonElement answer = await attack.SendAsync(WriterAttack.Line(started.GetString("id"), at), WriterAttack.Line(started.GetString("id").ToUpperInvariant(), at), WriterAttack.Line("~" + started.GetString("id"), at));
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
            await using WriterAttack attack = await WriterAttack.StartAsync(azurite, token);
            string good = WriterAttack.Line("e-1", Noon, "\"target\":\"access.tokens\",\"action\":\"create.token\"");
            JsonElement answer = await attack.SendAsync(good, WriterAttack.Line("e-2", Noon, names, user: "boss@corp"), WriterAttack.Line("e-3", Noon, names, user: "Moderne"));

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
        await using WriterAttack attack = await WriterAttack.StartAsync(azurite, token);
        SelfAudit audit = attack.Host.Services.GetRequiredService<SelfAudit>();
        var key = new EventKey(EventIds.Deliver, "zybq9c989585wbxpcqfxrfy3zr");
        await audit.RecordAsync(AuditedAction.DeliverSchedule, AuditActor.System, AuditOutcome.Success, "Delivered usage, manifest " + new string('a', 64), Noon, key, Token);
        TableEntity delivered = Assert.Single(await attack.OwnRowsAsync(), row => row.GetString("action") == "deliver.schedule");
        string forged = "\"target\":\"schedules\",\"action\":\"deliver.schedule\"";

        JsonElement answer = await attack.SendAsync(
            WriterAttack.Line("deliver-zybq9c989585wbxpcqfxrfy3zr", Noon, forged, "Moderne"), WriterAttack.Line(delivered.GetString("id"), Noon, forged, "Moderne"), WriterAttack.Line("e-1", Noon, forged, "Moderne"));

        Assert.Equal(3, answer.GetProperty("refused").GetInt32());
        Assert.Equal(["id", "id", "target"], answer.GetProperty("badLines").EnumerateArray().Select(line => line.GetProperty("field").GetString()));
        Assert.Equal(delivered.GetString("description"), Assert.Single(await attack.RowsAsync(), row => row.GetString("action") == "deliver.schedule").GetString("description"));
    }

    // A reader that told events by their id alone would take the later one for the event.
    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task No_second_row_comes_under_an_own_events_id_with_another_time(string token)
    {
        await using WriterAttack attack = await WriterAttack.StartAsync(azurite, token);
        await attack.Host.GetAsync("/api/audit-logs");
        await attack.Host.PostAsync("/api/exports", """{"report":"nonsense"}""");
        List<TableEntity> own = await attack.OwnRowsAsync();
        Assert.Equal(2, own.Count);

        JsonElement answer = await attack.SendAsync([.. own.Select(row => WriterAttack.Line(row.GetString("id"), Noon)), .. own.Select(row => WriterAttack.Line(row.GetString("id"), Noon.AddYears(-1)))]);

        Assert.Equal((0, 4), (answer.GetProperty("accepted").GetInt32(), answer.GetProperty("refused").GetInt32()));
        AssertNames(answer, "id");
        Assert.Equal(own.Select(Content), (await attack.OwnRowsAsync()).Select(Content));
        Assert.Equal(2, (await attack.RowsAsync()).Count);
    }

    [Fact]
    public async Task The_platforms_system_user_writes_and_its_origin_tells_its_events_from_the_services()
    {
        await using WriterAttack attack = await WriterAttack.StartAsync(azurite, "writer");
        JsonElement answer = await attack.SendAsync(WriterAttack.Line("e-1", Noon, "\"target\":\"artifact.storage\",\"action\":\"download.artifact\",\"origin\":\"elsewhere\"", user: "Moderne"));

        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
        JsonElement shown = (await attack.Host.GetAsync("/api/audit-logs?user=Moderne")).Json.GetProperty("items")[0];
        Assert.Equal(("Moderne", "platform"), (shown.GetProperty("userId").GetString(), shown.GetProperty("origin").GetString()));
        Assert.False(shown.TryGetProperty("issuer", out _));
    }

    [Fact]
    public async Task The_real_activity_of_a_platform_is_taken_whole()
    {
        await using WriterAttack attack = await WriterAttack.StartAsync(azurite, "writer");
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

    private static AuditEvent Event(JsonElement row) => new()
    {
        Id = row.GetProperty("id").GetString()!, Timestamp = Noon, UserId = row.GetProperty("userId").GetString()!, Target = row.GetProperty("target").GetString()!,
        Action = row.GetProperty("action").GetString()!, ActionType = AuditActionType.Read, Description = "", Outcome = AuditOutcome.Success,
    };

    private static void AssertNames(JsonElement answer, string field) =>
        Assert.All(answer.GetProperty("badLines").EnumerateArray(), line => Assert.Equal(field, line.GetProperty("field").GetString()));

    private static string Content(TableEntity row) => JsonSerializer.Serialize(row.Where(pair => pair.Key is not ("odata.etag" or "Timestamp")).ToDictionary(pair => pair.Key, pair => pair.Value));
}
