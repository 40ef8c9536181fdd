using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Reporting.Formats;
using Reporting.Rows;

namespace Reporting.Tests.Api.Auditing;

/// <summary>
/// A log that version 0.1.0 wrote before events had an origin (LogOfVersion1: its tables' entities, and what it exported of them): the platform's events and its own
/// in one space of keys, one of its own left as Started.
/// </summary>
public sealed class LogOfVersion1Tests(AzuriteServer azurite)
{
    private static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "Reporting.Tests", "Api", "Auditing", "LogOfVersion1");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_exports_in_every_format_as_it_did()
    {
        await using ApiHost host = await LoadAsync();

        Assert.Equal(Before("csv"), await ExportAsync(host, "CSV", "userId", "target", "actionType", "action", "description", "timestamp", "outcome"));
        Assert.Equal(Before("cef"), await ExportAsync(host, "CEF"));
        Assert.Equal(Before("ocsf"), await ExportAsync(host, "OCSF"));
        Assert.Equal(Before("jsonl"), await ExportAsync(host, "JSONL", "id", "timestamp", "userId", "target", "action", "actionType", "description", "outcome", "sourceAddress", "userAgent"));
    }

    [Fact]
    public async Task Where_no_columns_are_asked_for_the_new_ones_stand_behind_and_are_empty()
    {
        await using ApiHost host = await LoadAsync();

        // Every record's line ends with its outcome; the header's with the column.
        string csv = Regex.Replace(Before("csv"), ",(Started|Success|Failed)\n", ",$1,\n", RegexOptions.None, TimeSpan.FromSeconds(5)).Replace("Time,Outcome\n", "Time,Outcome,Origin\n", StringComparison.Ordinal);
        Assert.Equal(csv, await ExportAsync(host, "CSV"));
        Assert.Equal(Before("jsonl").Replace("}\n", ""","issuer":null,"subject":null,"origin":null}""" + "\n", StringComparison.Ordinal), await ExportAsync(host, "JSONL"));
    }

    [Fact]
    public async Task It_is_browsed_and_fed_whole_with_an_origin_that_is_not_known()
    {
        await using ApiHost host = await LoadAsync();
        string[] ids = [.. Before("jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()!)];

        JsonElement[] shown = [.. (await host.GetAsync("/api/audit-logs?first=500&until=" + Until())).Json.GetProperty("items").EnumerateArray()];
        Assert.Equal(ids.Reverse(), shown.Select(item => item.GetProperty("id").GetString()));
        Assert.All(shown, item => Assert.False(item.TryGetProperty("origin", out _) || item.TryGetProperty("issuer", out _) || item.TryGetProperty("subject", out _)));

        host.Time.Advance(TimeSpan.FromMinutes(1)); // The feed stays behind the clock.
        string[] fed = (await host.GetAsync("/api/audit-logs/feed?first=10000")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        JsonElement[] old = [.. fed.Select(line => JsonDocument.Parse(line).RootElement).Where(item => ids.Contains(item.GetProperty("id").GetString(), StringComparer.Ordinal))];
        Assert.Equal(ids.Order(StringComparer.Ordinal), old.Select(item => item.GetProperty("id").GetString()).Order(StringComparer.Ordinal));
        Assert.All(old, item => Assert.Equal(JsonValueKind.Null, item.GetProperty("origin").ValueKind));
        Assert.Contains(fed, line => line.EndsWith("\"origin\":\"service\"}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_platform_ends_what_it_began_and_takes_the_place_of_no_event_of_the_service()
    {
        await using ApiHost host = await LoadAsync();
        JsonElement[] events = [.. Before("jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        JsonElement[] own = [.. events.Where(item => item.GetProperty("target").GetString() is "exports" or "audit.logs" or "schedules")];
        Assert.Equal(2, own.Count(item => item.GetProperty("outcome").GetString() == "Started"));

        JsonElement started = Assert.Single(events.Except(own), item => item.GetProperty("outcome").GetString() == "Started");
        JsonElement ended = await host.IngestAsync("audit-events", Line(started, "access.tokens"));
        Assert.Equal(1, ended.GetProperty("replaced").GetInt32());
        Assert.Equal("admin@localhost", (await RowAsync(host, started)).GetString("origin"));

        JsonElement forged = await host.IngestAsync("audit-events", own.Select(item => Line(item, "access.tokens")));
        Assert.Equal((0, own.Length), (forged.GetProperty("accepted").GetInt32(), forged.GetProperty("refused").GetInt32()));
        Assert.All(forged.GetProperty("badLines").EnumerateArray(), line => Assert.Contains(line.GetProperty("field").GetString(), (string[])["id", "target"]));
        foreach (JsonElement item in own)
        {
            TableEntity row = await RowAsync(host, item);
            Assert.Equal((item.GetProperty("outcome").GetString(), item.GetProperty("description").GetString()), (row.GetString("outcome"), row.GetString("description")));
        }
    }

    private static string Line(JsonElement item, string target) => JsonSerializer.Serialize(new
    {
        id = item.GetProperty("id").GetString(), timestamp = item.GetProperty("timestamp").GetString(), userId = "ada@example.com", target, action = "create.token", actionType = "Create",
        description = "Nothing happened", outcome = "Success",
    });

    private static async Task<TableEntity> RowAsync(ApiHost host, JsonElement item) =>
        Assert.Single(await host.Storage.Tables.GetTableClient("auditevents").QueryAsync<TableEntity>(row => row.RowKey.CompareTo("0") >= 0, cancellationToken: Token).Where(row => row.GetString("id") == item.GetProperty("id").GetString()).ToListAsync(Token));

    private static string Until() => File.ReadAllText(Path.Combine(Folder, "until.txt")).Trim();

    // The product's version stands in CEF and OCSF.
    private static string Before(string format) =>
        File.ReadAllText(Path.Combine(Folder, "audit-logs." + format), new UTF8Encoding(false, true)).Replace("|0.1.0|", $"|{FormatOptionsFactory.ProductVersion}|", StringComparison.Ordinal)
            .Replace("\"version\":\"0.1.0\"", $"\"version\":\"{FormatOptionsFactory.ProductVersion}\"", StringComparison.Ordinal);

    private static async Task<string> ExportAsync(ApiHost host, string format, params string[] columns)
    {
        string chosen = columns.Length == 0 ? "" : $",\"columns\":{JsonSerializer.Serialize(columns)}";
        JsonElement export = await host.ExportAsync($$"""{"report":"audit-logs","format":"{{format}}","until":"{{Until()}}"{{chosen}}}""");
        ApiResponse link = await host.GetAsync($"/api/exports/{export.GetProperty("id").GetString()}/file");
        using var http = new HttpClient();
        return new UTF8Encoding(false, true).GetString(await http.GetByteArrayAsync(new Uri(link.Header("Location")!), Token));
    }

    private async Task<ApiHost> LoadAsync()
    {
        ApiHost host = await ApiHost.StartAsync(azurite);
        foreach (string line in await File.ReadAllLinesAsync(Path.Combine(Folder, "tables.ndjson"), Token))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            string[] binary = [.. document.RootElement.GetProperty("binary").EnumerateArray().Select(name => name.GetString()!)];
            var entity = new TableEntity();
            foreach (JsonProperty property in document.RootElement.GetProperty("entity").EnumerateObject())
            {
                entity[property.Name] = property.Value.ValueKind == JsonValueKind.Number ? property.Value.GetInt32()
                    : binary.Contains(property.Name, StringComparer.Ordinal) ? property.Value.GetBytesFromBase64()
                    : property.Value.GetString();
            }

            await host.Storage.Tables.GetTableClient(document.RootElement.GetProperty("table").GetString()).AddEntityAsync(entity, Token);
        }

        // The log's own clock stood later than it was made.
        Assert.True(Rfc3339.TryParse(Until(), out DateTimeOffset until));
        TimeSpan ahead = until.AddHours(1) - host.Time.GetUtcNow();
        host.Time.Advance(ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero);
        return host;
    }
}
