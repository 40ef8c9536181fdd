using System.Net;
using Reporting.Api;

namespace Reporting.Tests.Api;

/// <summary>HEAD is answered wherever GET is, as GET is, without a body.</summary>
public sealed class HeadTests(AzuriteServer azurite)
{
    private static readonly string[] Moving = ["Date", "Transfer-Encoding", "Location", "Link", "Feed-Cursor", "Feed-Watermark"];

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_address_that_takes_GET_answers_HEAD_alike()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        string id = (await host.ExportAsync("""{"report":"usage"}""")).GetProperty("id").GetString()!;
        Assert.True((await host.SendAsync(HttpMethod.Put, "/api/schedules/nightly", """{"report":"usage","cron":"0 2 * * *"}""")).Status == 201);
        string[] routes = [.. ApiEndpoints.All.Where(endpoint => endpoint.Method == "GET").Select(endpoint => "/api/" + endpoint.Route.Replace("{id}", id, StringComparison.Ordinal).Replace("{name}", "nightly", StringComparison.Ordinal))];
        Assert.True(routes.Length > 10);

        foreach (string route in routes)
        {
            (HttpStatusCode status, SortedDictionary<string, string> headers, byte[] body) get = await AskAsync(host, HttpMethod.Get, route);
            (HttpStatusCode status, SortedDictionary<string, string> headers, byte[] body) head = await AskAsync(host, HttpMethod.Head, route);

            Assert.Equal((route, get.status), (route, head.status));
            Assert.Empty(head.body);
            Assert.Equal(Told(get.headers, but: "Content-Length"), Told(head.headers, but: "Content-Length"));
            if (get.body.Length > 0 && !route.EndsWith("feed", StringComparison.Ordinal) && !route.EndsWith("audit-logs", StringComparison.Ordinal) && !route.EndsWith(id, StringComparison.Ordinal))
            {
                Assert.Equal((route, get.body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)), (route, head.headers.GetValueOrDefault("Content-Length")));
            }
        }
    }

    [Theory]
    [InlineData("/api/exports/00000000000000000000000000", 404)]
    [InlineData("/api/audit-logs?first=0", 400)]
    [InlineData("/api/nothing", 404)]
    public async Task What_GET_refuses_HEAD_refuses(string path, int status)
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);

        Assert.Equal(status, (int)(await AskAsync(host, HttpMethod.Get, path)).Status);
        (HttpStatusCode refused, _, byte[] body) = await AskAsync(host, HttpMethod.Head, path);
        Assert.Equal((status, 0), ((int)refused, body.Length));
        ApiResponse unknown = await host.SendAsync(HttpMethod.Head, "/api/exports", token: "");
        Assert.Equal(401, unknown.Status);
    }

    [Fact]
    public async Task HEAD_of_a_file_leads_to_the_link_is_audited_and_the_link_answers_HEAD()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        JsonElement export = await host.ExportAsync("""{"report":"audit-logs","format":"JSONL"}""");
        ApiResponse head = await host.SendAsync(HttpMethod.Head, $"/api/exports/{export.GetProperty("id").GetString()}/file");

        Assert.Equal(302, head.Status);
        using var outsider = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Head, head.Headers.Location);
        using HttpResponseMessage file = await outsider.SendAsync(request, CancellationToken);
        Assert.Equal((HttpStatusCode.OK, export.GetProperty("fileSize").GetInt64()), (file.StatusCode, file.Content.Headers.ContentLength));
        host.Time.Advance(TimeSpan.FromMinutes(1));
        string log = Encoding.UTF8.GetString((await host.GetAsync("/api/audit-logs?target=exports")).Body);
        Assert.Contains("link", log, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_address_without_GET_has_no_HEAD_and_a_405_names_what_there_is()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);

        ApiResponse ingest = await host.SendAsync(HttpMethod.Head, "/api/activity/audit-events");
        ApiResponse export = await host.SendAsync(HttpMethod.Put, "/api/exports/00000000000000000000000000", "{}");

        Assert.Equal((405, "POST"), (ingest.Status, ingest.Allow));
        Assert.Equal((405, "DELETE, GET, HEAD"), (export.Status, export.Allow));
        foreach (string nothing in (string[])["/api//exports", "/api/exports//file", "/api/exports/"])
        {
            Assert.Equal(nothing is "/api/exports/" ? 200 : 404, (await host.GetAsync(nothing)).Status);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Told(SortedDictionary<string, string> headers, string but) =>
        headers.Where(header => header.Key != but && !Moving.Contains(header.Key, StringComparer.OrdinalIgnoreCase));

    private static async Task<(HttpStatusCode Status, SortedDictionary<string, string> Headers, byte[] Body)> AskAsync(ApiHost host, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new("Bearer", host.AdminToken);
        using HttpResponseMessage response = await host.Client.SendAsync(request, CancellationToken);
        byte[] body = await response.Content.ReadAsByteArrayAsync(CancellationToken);
        var headers = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, IEnumerable<string> values) in response.Headers.Concat(response.Content.Headers))
        {
            headers[name] = string.Join(", ", values);
        }

        return (response.StatusCode, headers, body);
    }
}
