using Microsoft.Extensions.DependencyInjection;
using Reporting.Access;
using Reporting.Activity.Auditing;
using Reporting.Api.AuditLogs.Browsing;
using Reporting.Api.AuditLogs.Feed;

namespace Reporting.Tests.Api;

public sealed class SelfAuditTests(AzuriteServer azurite)
{
    [Fact]
    public async Task What_is_done_with_exports_stands_in_the_audit_log_with_its_outcome()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        await host.IngestAsync("audit-events", ApiHost.AuditEvent(1, new DateTimeOffset(2026, 1, 28, 12, 0, 0, TimeSpan.Zero)));
        JsonElement job = await host.ExportAsync("""{"report":"audit-logs"}""");
        string id = job.GetProperty("id").GetString()!;
        await host.GetAsync("/api/exports/" + id);
        await host.GetAsync($"/api/exports/{id}/file");
        await host.GetAsync("/api/audit-logs");
        await host.SendAsync(HttpMethod.Delete, "/api/exports/" + id);
        await host.PostAsync("/api/exports", """{"report":"nonsense"}""");

        List<JsonElement> events = await OwnEventsAsync(host);

        Assert.Equal(
            ["finish.export Success", "start.export Success", "start.export Failed", "delete.export Success", "download.export Success", "read.audit.logs Success"],
            events.Select(entry => $"{entry.GetProperty("action").GetString()} {entry.GetProperty("outcome").GetString()}").OrderBy(text => text.StartsWith("finish", StringComparison.Ordinal) ? 0 : text.StartsWith("start", StringComparison.Ordinal) ? 1 : 2).ThenByDescending(text => text.StartsWith("start", StringComparison.Ordinal) ? text : "").ThenBy(text => text, StringComparer.Ordinal));
        Assert.All(events, entry => Assert.Equal("admin@localhost", entry.GetProperty("userId").GetString()));
        Assert.Contains("1 rows", events.First(entry => entry.GetProperty("action").GetString() == "finish.export").GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, job.GetProperty("rowCount").GetInt64()); // The export does not hold its own request.
    }

    [Fact]
    public async Task Without_the_audit_log_nothing_is_done()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        await host.Storage.Tables.DeleteTableAsync("auditevents", TestContext.Current.CancellationToken);

        ApiResponse answer = await host.PostAsync("/api/exports", """{"report":"usage"}""");

        answer.IsProblem(503);
        Assert.NotNull(answer.Header("Retry-After"));
        Assert.Empty(host.Runner.Started);
        (await host.GetAsync("/api/audit-logs")).IsProblem(503);
    }

    [Fact]
    public async Task Refusals_are_counted_in_one_event_a_source_and_minute()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        string user = host.Services.GetRequiredService<DevelopmentIssuer>().IssueUserToken();
        for (int number = 0; number < 30; number++)
        {
            (await host.SendAsync(HttpMethod.Get, "/api/exports", token: "a.b.c")).IsProblem(401);
            (await host.SendAsync(HttpMethod.Get, "/api/audit-logs", token: user)).IsProblem(403);
        }

        RefusalAudit refusals = host.Services.GetRequiredService<RefusalAudit>();
        await refusals.FlushAsync(isEnding: false, TestContext.Current.CancellationToken);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await refusals.FlushAsync(isEnding: false, TestContext.Current.CancellationToken);

        List<JsonElement> events = await OwnEventsAsync(host);
        Assert.InRange(events.Count, 1, 2); // Two when a minute ended in between.
        Assert.All(events, entry => Assert.Equal("refuse.access", entry.GetProperty("action").GetString()));
        Assert.All(events, entry => Assert.Equal("Failed", entry.GetProperty("outcome").GetString()));
        Assert.Equal(60, events.Sum(entry => int.Parse(entry.GetProperty("description").GetString()!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(events, entry => Assert.Equal("127.0.0.1", entry.GetProperty("sourceAddress").GetString()));
    }

    [Fact]
    public async Task Refused_sources_without_end_make_events_within_a_bound()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        RefusalAudit refusals = host.Services.GetRequiredService<RefusalAudit>();
        for (int number = 0; number < 5000; number++)
        {
            refusals.Count(new AuditActor("anonymous", FormattableString.Invariant($"2001:db8:1:{number:x}::1"), null), 401, "exports");
        }

        await refusals.FlushAsync(isEnding: true, TestContext.Current.CancellationToken);

        Assert.InRange((await OwnEventsAsync(host)).Count, 1, 500);
    }

    [Fact]
    public async Task The_addresses_of_one_host_are_one_source()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        RefusalAudit refusals = host.Services.GetRequiredService<RefusalAudit>();
        for (int number = 0; number < 1000; number++)
        {
            refusals.Count(new AuditActor("anonymous", FormattableString.Invariant($"2001:db8:1:2::{number:x}"), null), 401, "exports");
        }

        await refusals.FlushAsync(isEnding: true, TestContext.Current.CancellationToken);

        Assert.InRange((await OwnEventsAsync(host)).Count, 1, 2); // Two when a minute ended in between.
    }

    [Fact]
    public async Task Going_on_with_a_cursor_that_somebody_made_up_is_audited_once_in_a_while()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        await host.IngestAsync("audit-events", ApiHost.AuditEvent(1, new DateTimeOffset(2026, 1, 28, 12, 0, 0, TimeSpan.Zero)));
        string page = "/api/audit-logs?until=2026-02-01T00:00:00Z&after=" + new AuditLogCursor(AuditLogCursor.KeyOf(DateTime.MaxValue.Ticks), 1);
        string feed = "/api/audit-logs/feed?cursor=" + new FeedCursor(DateTimeOffset.UnixEpoch, null, "", 1);
        for (int number = 0; number < 3; number++)
        {
            Assert.Equal(200, (await host.GetAsync(page)).Status);
            Assert.Equal(200, (await host.GetAsync(feed)).Status);
        }

        List<JsonElement> events = await OwnEventsAsync(host);
        Assert.Equal(
            ["Went on reading the audit log", "Went on with the audit log's feed"],
            events.Select(entry => entry.GetProperty("description").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_link_is_audited_once_for_a_job_a_person_and_a_quarter_of_an_hour()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        string id = (await host.ExportAsync("""{"report":"usage"}""")).GetProperty("id").GetString()!;
        for (int number = 0; number < 4; number++)
        {
            await host.GetAsync("/api/exports/" + id);
        }

        host.Time.Advance(TimeSpan.FromMinutes(15));
        await host.GetAsync("/api/exports/" + id);

        Assert.Equal(2, (await OwnEventsAsync(host)).Count(entry => entry.GetProperty("action").GetString() == "download.export"));
    }

    private static async Task<List<JsonElement>> OwnEventsAsync(ApiHost host)
    {
        host.Time.Advance(TimeSpan.FromSeconds(1));
        string after = "";
        var events = new List<JsonElement>();
        while (true)
        {
            // Oldest first by GraphQL would audit itself as well; a search since 2026-03 finds what the service wrote today.
            ApiResponse answer = await host.GetAsync("/api/audit-logs?since=2026-03-01T00:00:00Z&first=500" + after);
            Assert.True(answer.Status == 200, answer.Text);
            events.AddRange(answer.Json.GetProperty("items").EnumerateArray());
            if (!answer.Json.GetProperty("hasNextPage").GetBoolean())
            {
                return events;
            }

            after = "&after=" + answer.Json.GetProperty("cursor").GetString();
        }
    }
}
