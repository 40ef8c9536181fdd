using Reporting.Rows;

namespace Reporting.Tests.Api;

/// <summary>A range and a filter mean the same in every view of the log.</summary>
public sealed class OneMeaningTests(AzuriteServer azurite)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_range_that_reaches_into_the_future_holds_the_same_rows_everywhere()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        DateTimeOffset now = Rfc3339.ToMilliseconds(host.Time.GetUtcNow());
        (string since, string until) = (Rfc3339.Format(now.AddMinutes(-5)), Rfc3339.Format(now.AddHours(1)));
        await host.IngestAsync("audit-events", ApiHost.AuditEvent(1, now.AddMinutes(-6)), ApiHost.AuditEvent(2, now.AddMinutes(-2)), ApiHost.AuditEvent(3, now.AddMinutes(10)), ApiHost.AuditEvent(4, now.AddHours(1)));
        host.Time.Advance(TimeSpan.FromSeconds(31));

        foreach ((string? end, string[] expected) in ((string?, string[])[])[(until, ["event-000002", "event-000003"]), (null, ["event-000002"])])
        {
            Assert.Equal(expected, await BrowseAsync(host, $"since={since}{(end is null ? "" : "&until=" + end)}&user=ada@example.com"));
            Assert.Equal(expected, await AskAsync(host, $"since: \"{since}\"{(end is null ? "" : $", until: \"{end}\"")}, user: [\"ada@example.com\"]"));
            (JsonElement job, string[] ids) = await ExportAsync(host, new { report = "audit-logs", format = "JSONL", since, until = end, filters = new { user = new[] { "ada@example.com" } } });
            Assert.Equal(expected, ids);
            if (end is not null)
            {
                Assert.Equal(end, job.GetProperty("until").GetString());
                JsonElement manifest = await ManifestAsync(host, job);
                Assert.Equal((since, end), (manifest.GetProperty("since").GetString(), manifest.GetProperty("until").GetString()));
                Assert.True(string.CompareOrdinal(manifest.GetProperty("watermark").GetString(), Rfc3339.Format(host.Time.GetUtcNow())) < 0, "The file is complete up to a time that has not come.");
            }
        }
    }

    [Fact]
    public async Task A_range_that_lies_in_the_future_is_read_when_its_end_is_given_and_refused_when_not()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        DateTimeOffset now = Rfc3339.ToMilliseconds(host.Time.GetUtcNow());
        (string since, string until) = (Rfc3339.Format(now.AddMinutes(5)), Rfc3339.Format(now.AddHours(1)));
        await host.IngestAsync("audit-events", ApiHost.AuditEvent(3, now.AddMinutes(10)));

        Assert.Equal(["event-000003"], await BrowseAsync(host, $"since={since}&until={until}"));
        Assert.Equal(["event-000003"], (await ExportAsync(host, new { report = "audit-logs", format = "JSONL", since, until })).Ids);
        (await host.GetAsync($"/api/audit-logs?since={since}")).IsProblem(400, "since");
        (await host.PostAsync("/api/exports", JsonSerializer.Serialize(new { report = "audit-logs", since }))).IsProblem(400, "since");
        (await host.GetAsync($"/api/audit-logs?since={until}&until={since}")).IsProblem(400, "since");
        (await host.PostAsync("/api/exports", JsonSerializer.Serialize(new { report = "audit-logs", since = until, until = since }))).IsProblem(400, "since");
    }

    [Theory]
    [InlineData("user", "ada.case@example.com")]
    [InlineData("user", "ADA.CASE@EXAMPLE.COM")]
    [InlineData("target", "ACCESS.Tokens")]
    [InlineData("action", "Create.Token")]
    [InlineData("actionType", "cReate")]
    [InlineData("outcome", "SUCCESS")]
    [InlineData("text", "ACCESS TOKEN")]
    public async Task A_filter_finds_the_same_rows_everywhere_in_any_case(string filter, string value)
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        var noon = new DateTimeOffset(2026, 4, 13, 12, 0, 0, TimeSpan.Zero);
        await host.IngestAsync("audit-events", ApiHost.AuditEvent(1, noon, user: "Ada.Case@Example.com"));

        string[] one = ["event-000001"];
        Assert.Equal(one, await BrowseAsync(host, $"until=2026-04-14T00:00:00Z&{filter}={Uri.EscapeDataString(value)}"));
        Assert.Equal(one, await AskAsync(host, $"until: \"2026-04-14T00:00:00Z\", {filter}: [\"{value}\"]"));
        Assert.Equal(one, (await ExportAsync(host, new { report = "audit-logs", format = "JSONL", until = "2026-04-14T00:00:00Z", filters = new Dictionary<string, string[]>(StringComparer.Ordinal) { [filter] = [value] } })).Ids);
        Assert.Empty(await BrowseAsync(host, "until=2026-04-14T00:00:00Z&user=ada.case@example.co"));
    }

    [Fact]
    public async Task Exports_are_found_by_their_person_and_report_in_any_case()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        string person = (await host.ExportAsync("""{"report":"usage"}""")).GetProperty("requestedBy").GetString()!;

        foreach (string query in (string[])["requestedBy=" + person.ToUpperInvariant(), "requestedBy=" + person.ToLowerInvariant(), "report=USAGE"])
        {
            Assert.Single((await host.GetAsync("/api/exports?" + query)).Json.GetProperty("items").EnumerateArray());
        }

        Assert.Empty((await host.GetAsync("/api/exports?requestedBy=" + person + "x")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task An_offset_whose_plus_became_a_space_is_told_how_to_be_written()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);

        Assert.Contains("%2B", (await host.GetAsync("/api/audit-logs?since=2026-01-28T09:46:57+01:00")).IsProblem(400, "since").Text, StringComparison.Ordinal);
        Assert.Equal(200, (await host.GetAsync("/api/audit-logs?since=2026-01-28T09:46:57%2B01:00")).Status);
        (await host.GetAsync("/api/audit-logs?since=2026-01-28T09:46:57Z&since=2026-01-29T09:46:57Z")).IsProblem(400, "since");
        (await host.PostAsync("/api/exports", """{"report":"usage","report":"commits"}""")).IsProblem(400);
    }

    [Theory]
    [InlineData("outcome", "perhaps")]
    [InlineData("actionType", "")]
    [InlineData("user", "")]
    public async Task What_is_wrong_with_a_filter_is_told_under_its_name(string filter, string value)
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);

        (await host.GetAsync($"/api/audit-logs?{filter}={value}")).IsProblem(400, filter);
        (await host.PostAsync("/api/exports", JsonSerializer.Serialize(new { report = "audit-logs", filters = new Dictionary<string, string[]>(StringComparer.Ordinal) { [filter] = [value] } }))).IsProblem(400, "filters");
    }

    private static async Task<string[]> BrowseAsync(ApiHost host, string query)
    {
        ApiResponse answer = await host.GetAsync("/api/audit-logs?" + query);
        Assert.True(answer.Status == 200, answer.Text);
        return Ids(answer.Json.GetProperty("items"));
    }

    private static async Task<string[]> AskAsync(ApiHost host, string where)
    {
        ApiResponse answer = await GraphQLTests.CallAsync(host, "{ auditLogs(where: { " + where + " }) { nodes { id } } }");
        Assert.True(answer.Status == 200 && !answer.Json.TryGetProperty("errors", out _), answer.Text);
        return Ids(answer.Json.GetProperty("data").GetProperty("auditLogs").GetProperty("nodes"));
    }

    private static async Task<(JsonElement Job, string[] Ids)> ExportAsync(ApiHost host, object request)
    {
        JsonElement job = await host.ExportAsync(JsonSerializer.Serialize(request));
        using var outsider = new HttpClient();
        string file = await outsider.GetStringAsync(job.GetProperty("url").GetString(), CancellationToken);
        return (job, [.. file.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()!).Where(IsOfTest)]);
    }

    private static async Task<JsonElement> ManifestAsync(ApiHost host, JsonElement job)
    {
        ApiResponse redirect = await host.GetAsync($"/api/exports/{job.GetProperty("id").GetString()}/manifest");
        using var outsider = new HttpClient();
        return JsonDocument.Parse(await outsider.GetStringAsync(redirect.Headers.Location, CancellationToken)).RootElement;
    }

    // Oldest first, and without the service's own events.
    private static string[] Ids(JsonElement events) =>
        [.. events.EnumerateArray().Select(row => row.GetProperty("id").GetString()!).Where(IsOfTest).Order(StringComparer.Ordinal)];

    private static bool IsOfTest(string id) => id.StartsWith("event-", StringComparison.Ordinal);
}
