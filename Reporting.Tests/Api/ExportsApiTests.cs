using System.Text.RegularExpressions;
using Reporting.Reports.Definitions;

namespace Reporting.Tests.Api;

public sealed class ExportsApiTests(AzuriteServer azurite)
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 28, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_export_is_accepted_runs_and_is_downloaded_by_its_link()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        await host.IngestAsync("audit-events", Enumerable.Range(0, 20).Select(number => ApiHost.AuditEvent(number, Noon.AddSeconds(number))));

        ApiResponse started = await host.PostAsync("/api/exports", """{"report":"audit-logs","format":"JSONL","until":"2026-02-01T00:00:00Z"}""");

        Assert.True(started.Status == 202, started.Text);
        string id = started.Json.GetProperty("id").GetString()!;
        Assert.Equal("/api/exports/" + id, started.Header("Location"));
        Assert.Equal("2", started.Header("Retry-After"));
        Assert.False(started.Json.TryGetProperty("url", out _));
        await host.Runner.EndOfAsync(id);

        JsonElement job = (await host.GetAsync("/api/exports/" + id)).Json;
        Assert.Equal("SUCCESSFUL", job.GetProperty("state").GetString());
        Assert.Equal(100, job.GetProperty("progress").GetProperty("percent").GetInt32());
        Assert.Equal(20, job.GetProperty("rowCount").GetInt64());
        using var outsider = new HttpClient();
        byte[] file = await outsider.GetByteArrayAsync(job.GetProperty("url").GetString(), CancellationToken);
        Assert.Equal(job.GetProperty("fileSize").GetInt64(), file.Length);
        Assert.Equal(job.GetProperty("sha256").GetString(), Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file)));
        foreach (string what in (string[])["file", "manifest", "manifest-signature"])
        {
            ApiResponse redirect = await host.GetAsync($"/api/exports/{id}/{what}");
            Assert.Equal(302, redirect.Status);
            using HttpResponseMessage got = await outsider.GetAsync(redirect.Headers.Location, CancellationToken);
            Assert.True(got.IsSuccessStatusCode);
            Assert.Equal("attachment", got.Content.Headers.ContentDisposition?.DispositionType);
        }
    }

    [Fact]
    public async Task A_status_that_has_not_changed_is_not_sent_again()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        host.Runner.IsHeld = true;
        string id = (await host.PostAsync("/api/exports", """{"report":"usage"}""")).Json.GetProperty("id").GetString()!;
        string version = (await host.GetAsync("/api/exports/" + id)).Header("ETag")!;

        ApiResponse again = await host.GetAsync("/api/exports/" + id, ("If-None-Match", version));
        host.Runner.Release();
        await host.Runner.EndOfAsync(id);
        ApiResponse after = await host.GetAsync("/api/exports/" + id, ("If-None-Match", version));

        Assert.Equal(304, again.Status);
        Assert.Empty(again.Body);
        Assert.Equal(version, again.Header("ETag"));
        Assert.Equal(200, after.Status);
    }

    [Theory]
    [InlineData("W/{0}", 304)]
    [InlineData("\"other\", {0}", 304)]
    [InlineData("*", 304)]
    [InlineData("\"other\"", 200)]
    [InlineData("nonsense", 200)]
    public async Task A_version_is_known_among_others_and_when_a_proxy_made_it_weak(string header, int expected)
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        host.Runner.IsHeld = true;
        string id = (await host.PostAsync("/api/exports", """{"report":"usage"}""")).Json.GetProperty("id").GetString()!;
        string version = (await host.GetAsync("/api/exports/" + id)).Header("ETag")!;

        Assert.Equal(expected, (await host.GetAsync("/api/exports/" + id, ("If-None-Match", header.Replace("{0}", version, StringComparison.Ordinal)))).Status);
    }

    [Fact]
    public async Task A_link_that_a_kept_answer_holds_works_as_long_as_the_answer_counts_as_unchanged()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite, new Dictionary<string, string?> { ["Exports:LinkMinutes"] = "1" });
        string id = (await host.ExportAsync("""{"report":"usage"}""")).GetProperty("id").GetString()!;
        ApiResponse kept = await host.GetAsync("/api/exports/" + id);
        DateTimeOffset expires = DateTimeOffset.Parse(kept.Json.GetProperty("urlExpiresAt").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        ApiResponse again;
        do
        {
            Assert.True(host.Time.GetUtcNow() < expires, "The answer counted as unchanged when its link had ended.");
            host.Time.Advance(TimeSpan.FromSeconds(5));
            again = await host.GetAsync("/api/exports/" + id, ("If-None-Match", kept.Header("ETag")!));
        }
        while (again.Status == 304);

        Assert.Equal(200, again.Status);
    }

    [Theory]
    [InlineData("""{"report":"nonsense"}""", "report")]
    [InlineData("{}", "report")]
    [InlineData("""{"report":"usage","format":"CEF"}""", "format")]
    [InlineData("""{"report":"usage","since":"2026-01-01T00:00:00"}""", "since")]
    [InlineData("""{"report":"usage","since":"2026-02-01T00:00:00Z","until":"2026-01-01T00:00:00Z"}""", "since")]
    [InlineData("""{"report":"usage","columns":["runId","nothing"]}""", "columns")]
    [InlineData("""{"report":"usage","columns":"runId","sinse":"x"}""", "sinse")]
    [InlineData("""{"report":"usage","filters":{"colour":["red"]}}""", "filters")]
    [InlineData("""{"report":"usage","filters":{"organization":[1]}}""", "filters")]
    [InlineData("""{"report":"usage","first":-1}""", "first")]
    [InlineData("""{"report":"usage","first":"ten","bom":"yes"}""", "first", "bom")]
    [InlineData("""{"report":"usage","compression":"zip"}""", "compression")]
    [InlineData("""{"report":"usage","until":1}""", "until")]
    public async Task What_is_wrong_with_a_request_is_told_by_field(string json, params string[] fields)
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);

        (await host.PostAsync("/api/exports", json)).IsProblem(400, fields);

        Assert.Empty(host.Runner.Started);
    }

    [Fact]
    public async Task A_body_that_is_no_json_object_is_refused()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        (await host.PostAsync("/api/exports", "[1]")).IsProblem(400);
        (await host.PostAsync("/api/exports", "{\"report\":")).IsProblem(400);
        (await host.PostAsync("/api/exports", """{"report":"usage","report":"commits"}""")).IsProblem(400);
        using var form = new FormUrlEncodedContent([new("report", "usage")]);
        (await host.SendContentAsync(HttpMethod.Post, "/api/exports", form)).IsProblem(415);
        using var compressed = new ByteArrayContent([1, 2]) { Headers = { ContentType = new("application/json"), ContentEncoding = { "gzip" } } };
        (await host.SendContentAsync(HttpMethod.Post, "/api/exports", compressed)).IsProblem(415);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_by_its_length_or_while_it_is_read()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        string large = """{"report":"usage","format":" """ + new string('x', 70_000) + "\"}";

        (await host.PostAsync("/api/exports", large)).IsProblem(413);
        using var chunked = new ChunkedContent(large);
        (await host.SendContentAsync(HttpMethod.Post, "/api/exports", chunked)).IsProblem(413);
    }

    [Fact]
    public async Task A_running_export_is_cancelled_and_a_finished_one_loses_its_file()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        string finished = (await host.ExportAsync("""{"report":"commits"}""")).GetProperty("id").GetString()!;
        host.Runner.IsHeld = true;
        string running = (await host.PostAsync("/api/exports", """{"report":"usage"}""")).Json.GetProperty("id").GetString()!;
        (await host.GetAsync($"/api/exports/{running}/file")).IsProblem(409);

        Assert.Equal(202, (await host.SendAsync(HttpMethod.Delete, "/api/exports/" + running)).Status);
        Assert.Equal(204, (await host.SendAsync(HttpMethod.Delete, "/api/exports/" + finished)).Status);
        await host.Runner.EndOfAsync(running);

        Assert.Equal("CANCELED", (await host.GetAsync("/api/exports/" + running)).Json.GetProperty("state").GetString());
        Assert.Equal("EXPIRED", (await host.GetAsync("/api/exports/" + finished)).Json.GetProperty("state").GetString());
        (await host.GetAsync($"/api/exports/{finished}/file")).IsProblem(410);
        Assert.Equal(302, (await host.GetAsync($"/api/exports/{finished}/manifest")).Status);
        (await host.SendAsync(HttpMethod.Delete, "/api/exports/nothing")).IsProblem(404);
        (await host.GetAsync("/api/exports/00000000000000000000000000")).IsProblem(404);
    }

    [Fact]
    public async Task The_list_is_newest_first_paged_and_filtered()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        var ids = new List<string>();
        foreach (string report in (string[])["usage", "commits", "usage", "recipe-runs"])
        {
            ids.Insert(0, (await host.ExportAsync($$"""{"report":"{{report}}"}""")).GetProperty("id").GetString()!);
        }

        var listed = new List<string>();
        string after = "";
        do
        {
            JsonElement page = (await host.GetAsync("/api/exports?first=3" + after)).Json;
            listed.AddRange(Ids(page));
            after = page.TryGetProperty("cursor", out JsonElement cursor) ? "&after=" + cursor.GetString() : "";
        }
        while (after.Length > 0);

        Assert.Equal(ids, listed);
        Assert.Equal([ids[1], ids[3]], Ids((await host.GetAsync("/api/exports?report=usage&state=SUCCESSFUL&state=FAILED")).Json));
        Assert.Empty(Ids((await host.GetAsync("/api/exports?requestedBy=absent@example.com")).Json));
        (await host.GetAsync("/api/exports?state=DONE")).IsProblem(400, "state");
        (await host.GetAsync("/api/exports?first=0&after=x")).IsProblem(400, "first", "after");

        static IEnumerable<string> Ids(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!);
    }

    [Fact]
    public async Task A_link_reads_its_blob_and_nothing_else_until_it_ends()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        JsonElement job = await host.ExportAsync("""{"report":"usage"}""");
        string url = job.GetProperty("url").GetString()!;
        string id = job.GetProperty("id").GetString()!;
        string other = (await host.ExportAsync("""{"report":"usage"}""")).GetProperty("url").GetString()!;
        string container = url[..(url.IndexOf("/exports/", StringComparison.Ordinal) + 8)];
        string signature = new Uri(url).Query[1..];
        using var outsider = new HttpClient();
        host.Time.Advance(TimeSpan.FromMinutes(-20));
        string expired = (await host.GetAsync($"/api/exports/{id}/file")).Headers.Location!.AbsoluteUri;

        Assert.Equal(200, await StatusAsync(new(HttpMethod.Get, url)));
        Assert.Equal(200, await StatusAsync(new(HttpMethod.Get, other)));
        Assert.Equal(403, await StatusAsync(new(HttpMethod.Get, expired)));
        Assert.Equal(403, await StatusAsync(new(HttpMethod.Get, other.Split('?')[0] + "?" + signature)));
        Assert.Equal(403, await StatusAsync(new(HttpMethod.Get, Regex.Replace(expired, "se=[^&]+", "se=2099-01-01T00%3A00%3A00Z", RegexOptions.None, TimeSpan.FromSeconds(1)))));
        Assert.Equal(403, await StatusAsync(new(HttpMethod.Get, url.Replace("sp=r", "sp=rwdl", StringComparison.Ordinal))));
        Assert.Equal(403, await StatusAsync(new(HttpMethod.Get, url.Replace("sr=b", "sr=c", StringComparison.Ordinal))));
        Assert.Equal(403, await StatusAsync(new(HttpMethod.Get, url.Replace("usage-report", "plan", StringComparison.Ordinal))));
        Assert.Equal(403, await StatusAsync(new(HttpMethod.Delete, url)));
        Assert.Equal(403, await StatusAsync(new(HttpMethod.Put, url) { Content = new StringContent("x"), Headers = { { "x-ms-blob-type", "BlockBlob" } } }));
        Assert.Equal(403, await StatusAsync(new(HttpMethod.Put, url + "&comp=block&blockid=AAAA") { Content = new StringContent("x") }));
        Assert.Equal(403, await StatusAsync(new(HttpMethod.Put, url + "&comp=blocklist") { Content = new StringContent("<BlockList></BlockList>") }));
        Assert.Equal(403, await StatusAsync(new(HttpMethod.Put, url + "&comp=metadata") { Headers = { { "x-ms-meta-a", "b" } } }));
        Assert.Equal(403, await StatusAsync(new(HttpMethod.Get, container + "?restype=container&comp=list&" + signature)));
        Assert.Equal(403, await StatusAsync(new(HttpMethod.Delete, container + "?restype=container&" + signature)));
        Assert.Equal(200, await StatusAsync(new(HttpMethod.Get, url)));

        async Task<int> StatusAsync(HttpRequestMessage request)
        {
            using HttpResponseMessage answer = await outsider.SendAsync(request, CancellationToken);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task Unknown_addresses_and_methods_get_problem_details()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);

        (await host.GetAsync("/api/nothing")).IsProblem(404);
        ApiResponse wrong = (await host.SendAsync(HttpMethod.Put, "/api/exports")).IsProblem(405);
        (await host.SendAsync(HttpMethod.Get, "/api/nothing", token: "")).IsProblem(404);

        Assert.Equal("GET, HEAD, POST", wrong.Allow);
        Assert.Equal("GET, POST", string.Join(", ", wrong.Json.GetProperty("detail").GetString()!.Split(' ').Where(word => word.Trim(',', '.') is "GET" or "POST").Select(word => word.Trim(',', '.'))));
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Get, "/api/health", token: "")).Status);
        Assert.NotEmpty((await host.SendAsync(HttpMethod.Get, "/api/manifest-keys", token: "")).Json.GetProperty("keys").EnumerateArray());
        Assert.Equal(ReportCatalogue.All.Select(report => report.Name), (await host.GetAsync("/api/reports")).Json.GetProperty("items").EnumerateArray().Select(report => report.GetProperty("name").GetString()));
    }
}
