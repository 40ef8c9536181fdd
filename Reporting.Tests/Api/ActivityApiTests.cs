using System.IO.Compression;

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

        ApiResponse good = await SendAsync(host, compressed.ToArray(), "gzip");
        ApiResponse broken = await SendAsync(host, lines, "gzip");
        ApiResponse unknown = await SendAsync(host, lines, "br");

        Assert.Equal(50, good.Json.GetProperty("inserted").GetInt32());
        broken.IsProblem(400);
        unknown.IsProblem(415);
    }

    [Fact]
    public async Task Gzip_that_is_not_whole_is_refused_wherever_it_ends()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        string[] lines = [.. Enumerable.Range(0, 100).Select(number => ApiHost.AuditEvent(number, Noon.AddSeconds(number), description: Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(number)))))];
        byte[] first = Compress(lines[..50]);
        byte[] both = [.. first, .. Compress(lines[50..])];
        byte[] flushed = Compress(lines, flushed: true);

        byte[] wrong = [.. both];
        wrong[^5] ^= 1;
        foreach (byte[] body in new byte[][] { both[..^1], both[..^8], both[..(first.Length + 9)], both[..(first.Length + 1)], both[..(first.Length / 2)], first[..10], [], [.. both, 0], [.. both, .. "{}"u8], wrong, flushed })
        {
            ApiResponse answer = await SendAsync(host, body, "gzip");
            answer.IsProblem(400);
            Assert.Equal("invalid-gzip", answer.Json.GetProperty("type").GetString()!.Split(':')[^1]);
        }

        Assert.Equal(100, (await SendAsync(host, both, "gzip")).Json.GetProperty("accepted").GetInt32());
    }

    [Theory]
    [InlineData(200, "gzip")]
    [InlineData(200, "GZIP")]
    [InlineData(200, "x-gzip")]
    [InlineData(200, "identity", "gzip")]
    [InlineData(415, "deflate")]
    [InlineData(415, "br")]
    [InlineData(415, "zstd")]
    [InlineData(415, "gzip", "gzip")]
    [InlineData(415, "gzip, br")]
    public async Task Codings_are_taken_or_refused_with_the_one_that_is_taken(int status, params string[] codings)
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        ApiResponse answer = await SendAsync(host, Compress([ApiHost.AuditEvent(1, Noon)]), codings);
        Assert.Equal(status, answer.Status);
        if (status == 415)
        {
            answer.IsProblem(415);
            Assert.Equal("gzip", answer.Headers.GetValues("Accept-Encoding").Single());
        }
    }

    [Fact]
    public async Task Cheap_bodies_that_grow_large_end_early()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        ApiResponse newlines = await SendAsync(host, Compress([new string('\n', 30_000_000)]), "gzip");
        Assert.Equal((0, false), (newlines.Json.GetProperty("received").GetInt32(), newlines.Json.GetProperty("complete").GetBoolean()));
        Assert.Equal(10_001, newlines.Json.GetProperty("badLines")[0].GetProperty("line").GetInt32());

        ApiResponse blanks = await SendAsync(host, Compress([new string(' ', 70_000_000)]), "gzip");
        blanks.IsProblem(413);
        Assert.Contains("longer than 67108864 bytes when it is decompressed", blanks.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_leap_second_is_the_last_millisecond_before_it()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        await host.IngestAsync("audit-events", ApiHost.AuditEvent(1, Noon).Replace("2026-01-28T12:00:00.000Z", "2016-12-31T23:59:60Z", StringComparison.Ordinal));
        JsonElement page = (await host.GetAsync("/api/audit-logs?since=2016-12-31T23:59:60Z&until=2017-01-01T00:00:00Z")).Json;
        Assert.Equal("2016-12-31T23:59:59.999Z", page.GetProperty("items")[0].GetProperty("timestamp").GetString());
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

    private static byte[] Compress(string[] lines, bool flushed = false)
    {
        using var compressed = new MemoryStream();
        using var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true);
        gzip.Write(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
        gzip.Flush();
        byte[] soFar = compressed.ToArray();
        gzip.Dispose();
        return flushed ? soFar : compressed.ToArray();
    }

    private static async Task<ApiResponse> SendAsync(ApiHost host, byte[] body, params string[] codings)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/x-ndjson") } };
        foreach (string coding in codings)
        {
            content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        }

        return await host.SendContentAsync(HttpMethod.Post, "/api/activity/audit-events", content);
    }
}
