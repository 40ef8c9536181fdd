namespace Reporting.Tests.Api;

public sealed class SchedulesApiTests(AzuriteServer azurite)
{
    private const string Daily = """{"report":"usage","cron":"0 2 * * *","timeZone":"Europe/Berlin"}""";

    [Fact]
    public async Task A_schedule_is_made_read_changed_sent_back_and_deleted()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        ApiResponse made = await PutAsync(host, "daily", Daily);
        ApiResponse read = await host.GetAsync("/api/schedules/daily");
        ApiResponse sentBack = await PutAsync(host, "daily", read.Text);
        ApiResponse paused = await PutAsync(host, "daily", """{"report":"usage","cron":"0 2 * * *","timeZone":"Europe/Berlin","isPaused":true}""");
        JsonElement list = (await host.GetAsync("/api/schedules")).Json;

        Assert.Equal((201, 200, 200, 200), (made.Status, read.Status, sentBack.Status, paused.Status));
        Assert.Equal(made.Header("ETag"), read.Header("ETag"));
        Assert.Contains("ETag", read.Header("Access-Control-Expose-Headers"), StringComparison.Ordinal);
        Assert.Equal(("daily", "usage", "CSV", "changedAt", 5, "admin@localhost"), (Text(read, "name"), Text(read, "report"), Text(read, "format"), Text(read, "over"), read.Json.GetProperty("lagMinutes").GetInt32(), Text(read, "createdBy")));
        Assert.True(read.Json.GetProperty("nextRunAt").GetDateTimeOffset() > host.Time.GetUtcNow());
        Assert.False(paused.Json.TryGetProperty("nextRunAt", out _));
        Assert.Equal("daily", Assert.Single(list.GetProperty("items").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(204, (await host.SendAsync(HttpMethod.Delete, "/api/schedules/daily")).Status);
        (await host.GetAsync("/api/schedules/daily")).IsProblem(404);
        (await host.SendAsync(HttpMethod.Delete, "/api/schedules/daily")).IsProblem(404);
    }

    [Theory]
    [InlineData("""{"report":"usage"}""", "cron")]
    [InlineData("""{"report":"nope","cron":"0 2 * *","timeZone":"Berlin"}""", "report", "cron", "timeZone")]
    [InlineData("""{"report":"usage","cron":"0 2 30 2 *"}""", "cron")]
    [InlineData("""{"report":"usage","cron":"@daily"}""", "cron")]
    [InlineData("""{"report":"usage","cron":"H 2 * * *"}""", "cron")]
    [InlineData("""{"report":"usage","cron":"0 2 * * *","timeZone":"../../etc/passwd"}""", "timeZone")]
    [InlineData("""{"report":"usage","cron":"0 2 * * *","lagMinutes":0,"isPaused":"no"}""", "lagMinutes", "isPaused")]
    [InlineData("""{"report":"usage","cron":"0 2 * * *","over":"time","since":"2999-01-01T00:00:00Z","columns":["x"]}""", "over", "since", "columns")]
    [InlineData("""{"report":"usage","cron":"0 2 * * *","colour":"red"}""", "colour")]
    public async Task What_is_wrong_is_told_by_field(string json, params string[] fields)
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        (await PutAsync(host, "daily", json)).IsProblem(400, fields);
        (await PutAsync(host, "Daily", Daily)).IsProblem(400, "name");
        Assert.Empty((await host.GetAsync("/api/schedules")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_change_is_made_only_to_the_version_that_was_read()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        string version = (await PutAsync(host, "daily", Daily)).Header("ETag")!;
        ApiResponse changed = await PutAsync(host, "daily", Daily.Replace("0 2", "0 3", StringComparison.Ordinal), ("If-Match", version));

        Assert.Equal(200, changed.Status);
        (await PutAsync(host, "daily", Daily, ("If-Match", version))).IsProblem(412);
        (await PutAsync(host, "daily", Daily, ("If-None-Match", "*"))).IsProblem(412);
        (await PutAsync(host, "daily", Daily, ("If-None-Match", "\"other\", W/" + changed.Header("ETag")))).IsProblem(412);
        (await PutAsync(host, "daily", Daily, ("If-Match", "W/" + changed.Header("ETag")))).IsProblem(412);
        (await PutAsync(host, "other", Daily, ("If-Match", "*"))).IsProblem(412);
        (await host.SendAsync(HttpMethod.Delete, "/api/schedules/daily", null, null, ("If-Match", version))).IsProblem(412);
        Assert.Equal(204, (await host.SendAsync(HttpMethod.Delete, "/api/schedules/daily", null, null, ("If-Match", changed.Header("ETag")!))).Status);
    }

    [Fact]
    public async Task What_is_done_with_schedules_stands_in_the_audit_log()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        await PutAsync(host, "daily", Daily);
        foreach (string change in (string[])[""","isPaused":true}""", "}", ""","lagMinutes":9}"""])
        {
            host.Time.Advance(TimeSpan.FromSeconds(1));
            await PutAsync(host, "daily", Daily[..^1] + change);
        }

        await PutAsync(host, "daily", "{}");
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await host.SendAsync(HttpMethod.Delete, "/api/schedules/daily");
        host.Time.Advance(TimeSpan.FromSeconds(1));

        JsonElement events = (await host.GetAsync("/api/audit-logs?since=2026-03-01T00:00:00Z&target=schedules")).Json.GetProperty("items");
        Assert.Equal(
            ["create.schedule Success", "delete.schedule Success", "pause.schedule Success", "resume.schedule Success", "update.schedule Failed", "update.schedule Success"],
            events.EnumerateArray().Select(entry => $"{entry.GetProperty("action").GetString()} {entry.GetProperty("outcome").GetString()}").Order(StringComparer.Ordinal));
    }

    private static Task<ApiResponse> PutAsync(ApiHost host, string name, string json, params (string Name, string Value)[] headers) =>
        host.SendAsync(HttpMethod.Put, "/api/schedules/" + name, json, null, headers);

    private static string? Text(ApiResponse answer, string name) => answer.Json.GetProperty(name).GetString();
}
