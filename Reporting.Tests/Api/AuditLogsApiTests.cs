namespace Reporting.Tests.Api;

public sealed class AuditLogsApiTests(AzuriteServer azurite)
{
    private static readonly DateTimeOffset End = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Pages_give_every_event_once_newest_first()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        List<(int Number, DateTimeOffset Time)> events = Events();
        await host.IngestAsync("audit-events", events.Select(item => ApiHost.AuditEvent(item.Number, item.Time)));

        List<string> read = await ReadAllAsync(host, "until=2026-02-01T00:00:00Z&first=37");

        Assert.Equal(Expected(events), read);
    }

    [Fact]
    public async Task A_cursor_neither_repeats_nor_skips_while_rows_arrive()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        List<(int Number, DateTimeOffset Time)> events = Events();
        await host.IngestAsync("audit-events", events.Select(item => ApiHost.AuditEvent(item.Number, item.Time)));
        int arriving = 100_000;

        List<string> read = await ReadAllAsync(
            host, "until=2026-02-01T00:00:00Z&first=100", async () => await host.IngestAsync("audit-events", Enumerable.Range(0, 5).Select(_ => ApiHost.AuditEvent(arriving++, End.AddSeconds(-1)))));

        Assert.Equal(Expected(events), read.Where(id => string.CompareOrdinal(id, "event-1") < 0 || !id.StartsWith("event-1000", StringComparison.Ordinal)));
        Assert.Equal(read.Count, read.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Filters_and_text_choose_events()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        await host.IngestAsync(
            "audit-events",
            ApiHost.AuditEvent(1, End.AddDays(-1)),
            ApiHost.AuditEvent(2, End.AddDays(-2), outcome: "Failed"),
            ApiHost.AuditEvent(3, End.AddDays(-300), user: "O'Brien <grace@example.com>", description: "Delete the TOKEN of Ünal"),
            ApiHost.AuditEvent(4, End.AddDays(-900), action: "delete.token"));

        Assert.Equal(["event-000002"], await ReadAllAsync(host, "outcome=Failed"));
        Assert.Equal(["event-000003"], await ReadAllAsync(host, "text=token%20of%20%C3%BCnal"));
        Assert.Equal(["event-000003"], await ReadAllAsync(host, "user=" + Uri.EscapeDataString("O'Brien <grace@example.com>")));
        Assert.Equal(["event-000002", "event-000004"], await ReadAllAsync(host, "outcome=Failed&outcome=Success&action=delete.token&action=create.token&user=ada@example.com&since=2023-01-01T00:00:00Z&until=2026-01-31T00:00:00Z"));
        Assert.Equal(["event-000001", "event-000002"], await ReadAllAsync(host, "since=2026-01-01T00:00:00Z&until=2026-02-01T00:00:00Z"));
        Assert.Empty(await ReadAllAsync(host, "user=absent"));
    }

    [Theory]
    [InlineData("first=0", "first")]
    [InlineData("first=501", "first")]
    [InlineData("after=nonsense", "after")]
    [InlineData("after=%ff", "after")]
    [InlineData("since=yesterday", "since")]
    [InlineData("since=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z", "since")]
    [InlineData("outcome=Maybe", "outcome")]
    [InlineData("colour=red", "colour")]
    public async Task What_is_wrong_with_a_query_is_told_by_field(string query, string field)
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);

        (await host.GetAsync("/api/audit-logs?" + query)).IsProblem(400, field);
    }

    [Fact]
    public async Task A_page_of_a_year_reads_only_what_it_needs()
    {
        var requests = new RequestCounter();
        await using ApiHost host = await ApiHost.StartAsync(azurite, policies: requests.AsPolicy());
        await host.IngestAsync("audit-events", Enumerable.Range(0, 400).Select(number => ApiHost.AuditEvent(number, End.AddHours(-22 * number - 1))));
        await host.GetAsync("/api/audit-logs?until=2026-02-01T00:00:00Z");
        requests.Clear();

        JsonElement page = (await host.GetAsync("/api/audit-logs?until=2026-02-01T00:00:00Z&first=100&user=ada@example.com")).Json;

        Assert.Equal(100, page.GetProperty("items").GetArrayLength());
        Assert.InRange(requests.QueriesOf("auditevents").Count, 1, 6);
        Assert.All(requests.QueriesOf("auditevents"), query => Assert.DoesNotContain("2025060", query, StringComparison.Ordinal));
    }

    // Dense and sparse times, many events of one millisecond, and events of years ago.
    private static List<(int Number, DateTimeOffset Time)> Events()
    {
        var events = new List<(int, DateTimeOffset)>();
        for (int number = 0; number < 700; number++)
        {
            DateTimeOffset time = number switch
            {
                < 300 => End.AddMinutes(-90).AddMilliseconds(number * 7),
                < 400 => End.AddDays(-40),
                < 650 => End.AddDays(-50).AddHours(-number),
                _ => End.AddYears(-8).AddDays(-number),
            };
            events.Add((number, time));
        }

        return events;
    }

    private static IEnumerable<string> Expected(List<(int Number, DateTimeOffset Time)> events) =>
        events.OrderByDescending(item => item.Time).ThenByDescending(item => item.Number).Select(item => "event-" + item.Number.ToString("D6", CultureInfo.InvariantCulture));

    private static async Task<List<string>> ReadAllAsync(ApiHost host, string query, Func<Task>? between = null)
    {
        var ids = new List<string>();
        string after = "";
        for (int pages = 0; pages < 200; pages++)
        {
            ApiResponse answer = await host.GetAsync($"/api/audit-logs?{query}{after}");
            Assert.True(answer.Status == 200, answer.Text);
            ids.AddRange(answer.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!).Where(id => id.StartsWith("event-", StringComparison.Ordinal)));
            if (!answer.Json.GetProperty("hasNextPage").GetBoolean())
            {
                return ids;
            }

            after = "&after=" + answer.Json.GetProperty("cursor").GetString();
            await (between?.Invoke() ?? Task.CompletedTask);
        }

        throw new InvalidOperationException("The pages do not end.");
    }
}
