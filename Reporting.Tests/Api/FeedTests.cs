namespace Reporting.Tests.Api;

public sealed class FeedTests(AzuriteServer azurite)
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 28, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_collector_gets_what_changed_once_in_the_order_of_change()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        var collector = new Collector(host, first: 7);
        await host.IngestAsync("audit-events", Enumerable.Range(0, 20).Select(number => ApiHost.AuditEvent(number, Noon.AddDays(-number), outcome: "Started")));
        Assert.DoesNotContain((await collector.CollectAsync()), line => line.Id.StartsWith("event-", StringComparison.Ordinal)); // Not behind the watermark yet.

        host.Time.Advance(TimeSpan.FromSeconds(31));
        List<(string Id, string Outcome)> first = await collector.CollectAsync();
        await host.IngestAsync("audit-events", Enumerable.Range(0, 5).Select(number => ApiHost.AuditEvent(number, Noon.AddDays(-number))));
        await host.IngestAsync("audit-events", ApiHost.AuditEvent(99, Noon.AddYears(-3)));
        host.Time.Advance(TimeSpan.FromDays(2));
        List<(string Id, string Outcome)> second = await collector.CollectAsync();

        Assert.Equal(20, first.Count(line => line.Id.StartsWith("event-", StringComparison.Ordinal)));
        Assert.Equal(first.Count, first.Distinct().Count());
        Assert.Equal(
            [.. Enumerable.Range(0, 5).Select(number => (FormattableString.Invariant($"event-{number:D6}"), "Success")), ("event-000099", "Success")],
            second.Where(line => line.Id.StartsWith("event-", StringComparison.Ordinal)).Order());
        Assert.Empty(await collector.CollectAsync());
    }

    [Fact]
    public async Task A_collector_that_is_killed_at_random_misses_no_last_version()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        var chance = new Random(4);
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        var collector = new Collector(host, first: 50);
        for (int round = 0; round < 12; round++)
        {
            int from = round * 40;
            await host.IngestAsync("audit-events", Enumerable.Range(from, 40).Select(number => ApiHost.AuditEvent(number, Noon.AddSeconds(number), outcome: "Started")));
            await host.IngestAsync("audit-events", Enumerable.Range(Math.Max(0, from - 20), 40).Select(number => ApiHost.AuditEvent(number, Noon.AddSeconds(number), outcome: number % 3 == 0 ? "Failed" : "Success")));
            host.Time.Advance(TimeSpan.FromSeconds(chance.Next(1, 40)));
            await CollectAsync(killed: chance.Next(2) == 0);
        }

        host.Time.Advance(TimeSpan.FromMinutes(2));
        await CollectAsync(killed: false);

        Assert.Equal(480, last.Count);
        for (int number = 0; number < 480; number++)
        {
            string expected = number >= 460 ? "Started" : number % 3 == 0 ? "Failed" : "Success";
            Assert.Equal(expected, last[FormattableString.Invariant($"event-{number:D6}")]);
        }

        // Killed after it has kept the rows and before it has kept the cursor: the same rows come again.
        async Task CollectAsync(bool killed)
        {
            string cursor = collector.Cursor;
            foreach ((string id, string outcome) in await collector.CollectAsync())
            {
                if (id.StartsWith("event-", StringComparison.Ordinal))
                {
                    last[id] = outcome;
                }
            }

            if (killed)
            {
                collector.Cursor = cursor;
            }
        }
    }

    [Theory]
    [InlineData("JSONL", "{\"id\":\"event-000001\"")]
    [InlineData("CEF", "CEF:0|Moderne|Reporting|")]
    [InlineData("OCSF", "{")]
    public async Task Each_format_gives_one_event_a_line(string format, string begin)
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        await host.IngestAsync("audit-events", ApiHost.AuditEvent(1, Noon), ApiHost.AuditEvent(2, Noon, description: "two\nlines"));
        host.Time.Advance(TimeSpan.FromMinutes(1));

        ApiResponse answer = await host.GetAsync("/api/audit-logs/feed?format=" + format);

        string[] lines = answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith(begin, lines[0], StringComparison.Ordinal);
        Assert.Equal(2, lines.Count(line => line.Contains("event-00000", StringComparison.Ordinal)));
        Assert.Equal("false", answer.Header("Feed-More"));
        Assert.Contains("rel=\"next\"", answer.Header("Link"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("format=CSV", "format")]
    [InlineData("cursor=nonsense", "cursor")]
    [InlineData("first=10001", "first")]
    [InlineData("sort=asc", "sort")]
    public async Task What_is_wrong_with_a_query_is_told_by_field(string query, string field)
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);

        (await host.GetAsync("/api/audit-logs/feed?" + query)).IsProblem(400, field);
    }

    /// <summary>What a collector does: ask, keep the rows, keep the cursor.</summary>
    private sealed class Collector(ApiHost host, int first)
    {
        public string Cursor { get; set; } = "";

        public async Task<List<(string Id, string Outcome)>> CollectAsync()
        {
            var rows = new List<(string, string)>();
            bool hasMore = true;
            while (hasMore)
            {
                ApiResponse answer = await host.GetAsync(FormattableString.Invariant($"/api/audit-logs/feed?first={first}&cursor={Cursor}"));
                Assert.True(answer.Status == 200, answer.Text);
                foreach (string line in Encoding.UTF8.GetString(answer.Body).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    JsonElement row = JsonDocument.Parse(line).RootElement;
                    rows.Add((row.GetProperty("id").GetString()!, row.GetProperty("outcome").GetString()!));
                }

                Cursor = answer.Header("Feed-Cursor")!;
                hasMore = answer.Header("Feed-More") == "true";
            }

            return rows;
        }
    }
}
