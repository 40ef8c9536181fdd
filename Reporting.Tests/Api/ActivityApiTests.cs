using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Reporting.Tests.Storage;

namespace Reporting.Tests.Api;

public sealed class ActivityApiTests(AzuriteServer azurite)
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 28, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Good_lines_are_kept_and_bad_ones_told_by_number()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);

        JsonElement answer = await host.IngestAsync("audit-events", ApiHost.AuditEvent(1, Noon), "{nonsense", ApiHost.AuditEvent(2, Noon, outcome: "Perhaps"), ApiHost.AuditEvent(3, Noon));

        Assert.Equal(4, answer.GetProperty("received").GetInt32());
        Assert.Equal(2, answer.GetProperty("inserted").GetInt32());
        Assert.Equal(2, answer.GetProperty("refused").GetInt32());
        Assert.True(answer.GetProperty("complete").GetBoolean());
        Assert.Equal([2, 3], answer.GetProperty("badLines").EnumerateArray().Select(line => line.GetProperty("line").GetInt32()));
        Assert.Equal("outcome", answer.GetProperty("badLines")[1].GetProperty("field").GetString());
    }

    [Fact]
    public async Task Gzip_bodies_are_taken_and_broken_ones_refused()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        byte[] lines = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 50).Select(number => ApiHost.AuditEvent(number, Noon.AddSeconds(number)))));
        var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(lines);
        }

        ApiAnswer good = await SendAsync(host, compressed.ToArray(), "gzip");
        ApiAnswer broken = await SendAsync(host, lines, "gzip");
        ApiAnswer unknown = await SendAsync(host, lines, "br");

        Assert.Equal(50, good.Json.GetProperty("inserted").GetInt32());
        broken.IsProblem(400);
        unknown.IsProblem(415);
    }

    [Fact]
    public async Task Two_phases_in_any_order_doubled_and_in_one_call_end_with_the_outcome()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        string started = ApiHost.AuditEvent(1, Noon, outcome: "Started");
        string failed = ApiHost.AuditEvent(1, Noon, outcome: "Failed");
        string other = ApiHost.AuditEvent(2, Noon, outcome: "Started");
        await host.IngestAsync("audit-events", failed, started, failed);
        await host.IngestAsync("audit-events", started);
        await host.IngestAsync("audit-events", other);
        await host.IngestAsync("audit-events", ApiHost.AuditEvent(2, Noon));

        JsonElement page = (await host.GetAsync("/api/audit-logs?until=2026-02-01T00:00:00Z")).Json;

        Assert.Equal(["Success", "Failed"], page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("outcome").GetString()));
    }

    private static async Task<ApiAnswer> SendAsync(ApiHost host, byte[] body, string encoding)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/x-ndjson"), ContentEncoding = { encoding } } };
        return await host.SendContentAsync(HttpMethod.Post, "/api/activity/audit-events", content);
    }
}
