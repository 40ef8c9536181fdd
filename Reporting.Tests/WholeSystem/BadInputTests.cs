using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Reporting.Tests.WholeSystem;

/// <summary>Bad input gets a clear answer and loses no data.</summary>
public sealed class BadInputTests(AzuriteServer azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bad_lines_are_named_by_number_and_reason_and_the_good_ones_are_kept()
    {
        await using ServiceUnderTest service = await ServiceUnderTest.StartAsync(azurite, Cancellation);
        string marker = "bad-input-" + Guid.NewGuid().ToString("N")[..8];
        (string Line, string? Reason)[] lines =
        [
            (ActivityNdjson.AuditEvent(marker + "-1", marker), null),
            ("{\"id\": \"broken\n", "JSON"),
            (ActivityNdjson.AuditEvent(new string('i', 41), marker), "id"),
            (ActivityNdjson.AuditEvent("a/b", marker), "id"),
            (ActivityNdjson.AuditEvent(marker + "-2", marker, timestamp: "2026-03-01T10:00:00"), "timestamp"),
            (ActivityNdjson.AuditEvent(marker + "-3", marker + new string('d', 40_000)), "description"),
            (ActivityNdjson.AuditEvent(marker + "-4", new string('d', 200_000)), "line"),
            (ActivityNdjson.AuditEvent(marker + "-5", marker).Replace("\"Success\"", "\"Perhaps\"", StringComparison.Ordinal), "outcome"),
            (ActivityNdjson.AuditEvent(marker + "-6", marker).Replace("\"description\":\"", "\"description\":\"\\ud800 ", StringComparison.Ordinal), null),
            (ActivityNdjson.AuditEvent(marker + "-7", marker), null),
        ];
        JsonObject answer = await service.IngestAsync("audit-events", string.Concat(lines.Select(line => line.Line)), Cancellation);

        int[] bad = [.. lines.Index().Where(line => line.Item.Reason is not null).Select(line => line.Index + 1)];
        Assert.Equal(lines.Length - bad.Length, (int)answer["accepted"]!);
        Assert.Equal(bad.Length, (int)answer["refused"]!);
        JsonArray told = (JsonArray)answer["badLines"]!;
        Assert.Equal([.. bad], told.Select(line => (int)line!["line"]!).ToList());
        foreach (JsonNode? line in told)
        {
            string said = line!.ToJsonString();
            string expected = lines[(int)line["line"]! - 1].Reason!;
            Assert.Contains(expected, said, StringComparison.OrdinalIgnoreCase);
        }

        string file = Encoding.UTF8.GetString(await service.ExportAsync(
            new { report = "audit-logs", format = "JSONL", since = "2026-03-01T00:00:00Z", until = "2026-03-02T00:00:00Z", filters = new { text = new[] { marker } } }, Cancellation));
        Assert.Equal([marker + "-1", marker + "-6", marker + "-7"], file.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (string)JsonNode.Parse(line)!["id"]!).Order(StringComparer.Ordinal).ToList());
        Assert.Contains("\uFFFD", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_asks_for_what_is_not_there_is_refused_with_the_fields_name()
    {
        await using ServiceUnderTest service = await ServiceUnderTest.StartAsync(azurite, Cancellation);
        (object Request, string Field, string Says)[] requests =
        [
            (new { report = "sales", format = "CSV" }, "report", "audit-logs"),
            (new { report = "usage", format = "PDF" }, "format", "CSV"),
            (new { report = "usage", format = "CSV", since = "2026-03-02T00:00:00Z", until = "2026-03-01T00:00:00Z" }, "since", "until"),
            (new { report = "usage", format = "CSV", since = "2026-03-01T00:00:00" }, "since", "zone"),
            (new { report = "usage", format = "CSV", columns = new[] { "runId", "colour" } }, "columns", "colour"),
        ];
        foreach ((object request, string field, string says) in requests)
        {
            using HttpResponseMessage response = await service.Http.PostAsJsonAsync("/api/exports", request, Cancellation);
            string body = await response.Content.ReadAsStringAsync(Cancellation);
            Assert.True(response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity, body);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.Contains(field, body, StringComparison.Ordinal);
            Assert.Contains(says, body, StringComparison.OrdinalIgnoreCase);
        }
    }
}
