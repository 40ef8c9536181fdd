using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Reporting.Tests.Api.OpenApi;

namespace Reporting.Tests.Api;

/// <summary>Requests drawn from the OpenAPI document, right and wrong ones: whatever comes, the answer is one that the document has.</summary>
public sealed class ApiFuzzTests(AzuriteServer azurite)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_answer_is_one_that_the_document_has() =>
        Assert.All(await FuzzAsync(seed: 1, requests: 150), asked => Assert.NotEmpty(asked.Value));

    [Fact]
    public async Task Every_answer_of_two_thousand_requests_is_one_that_the_document_has()
    {
        LongTests.SkipUnlessEnabled();
        IReadOnlyDictionary<string, SortedSet<int>> statuses = await FuzzAsync(seed: 2, requests: 2000);

        // Every operation was answered with what it is for too, not only refused.
        Assert.All(statuses, asked => Assert.True(asked.Value.Min < 400, $"{asked.Key}: {string.Join(' ', asked.Value)}"));
        TestContext.Current.SendDiagnosticMessage(string.Join('\n', statuses.Select(asked => $"{asked.Key}: {string.Join(' ', asked.Value)}")));
    }

    // Chance makes neither a cron expression nor the name of a schedule that is there: these operations are asked rightly once by hand.
    private static async Task UseScheduleAsync(ApiHost host, Dictionary<string, SortedSet<int>> statuses)
    {
        foreach (string method in (string[])["PUT", "GET", "DELETE"])
        {
            using StringContent? content = method is "PUT"
                ? new StringContent("""{"report":"usage","format":"CSV","cron":"0 2 * * *","timeZone":"Europe/Berlin"}""", Encoding.UTF8, "application/json") : null;
            ApiResponse answer = await host.SendContentAsync(new HttpMethod(method), "/api/schedules/nightly", content, headers: []);
            statuses[method + " /api/schedules/{name}"].Add(answer.Status);
        }
    }

    // The statuses seen, by operation.
    private async Task<IReadOnlyDictionary<string, SortedSet<int>>> FuzzAsync(int seed, int requests)
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite, new Dictionary<string, string?> { ["Exports:MaxRunningPerUser"] = "1000" });
        var ids = new List<string>();
        for (int ended = 0; ended < 8; ended++)
        {
            ids.Add((await host.ExportAsync("""{"report":"usage"}""")).GetProperty("id").GetString()!);
        }

        host.Runner.IsHeld = true;
        ids.Add((await host.PostAsync("/api/exports", """{"report":"usage"}""")).Json.GetProperty("id").GetString()!);
        var fuzz = new Fuzz(new Random(seed), ids);
        IReadOnlyList<(string Method, string Path, JsonElement Operation)> operations = ApiContract.Operations;
        var statuses = operations.ToDictionary(operation => $"{operation.Method} {operation.Path}", _ => new SortedSet<int>(), StringComparer.Ordinal);
        await UseScheduleAsync(host, statuses);
        for (int number = 0; number < requests; number++)
        {
            (string method, string path, JsonElement operation) = operations[number % operations.Count];
            (string address, HttpContent? content, (string, string)[] headers) = fuzz.Draw(path, operation);
            using (content)
            {
                ApiResponse answer = await host.SendContentAsync(new HttpMethod(method), address, content, headers: headers);
                Assert.True(answer.Status < 500, $"request {number} of seed {seed}: {method} {address}: {answer.Status} {answer.Text}");
                statuses[$"{method} {path}"].Add(answer.Status);
            }
        }

        return statuses;
    }

    private sealed class Fuzz(Random random, List<string> ids)
    {
        private static readonly string[] Odd =
            ["", " ", "null", "0", "-1", "9999999999999999999999", "2026-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-01-01", "CSV", "usage", "a'b\"c\\d", "%00", "é\u0001", "<script>", "../../x", "SUCCESSFUL", "true", "🙂", new('x', 1500)];

        public (string Address, HttpContent? Content, (string, string)[] Headers) Draw(string path, JsonElement operation)
        {
            var query = new List<string>();
            var headers = new List<(string, string)>();
            foreach (JsonElement drawn in operation.TryGetProperty("parameters", out JsonElement parameters) ? parameters.EnumerateArray() : [])
            {
                JsonElement parameter = ApiContract.Resolve(drawn);
                string name = parameter.GetProperty("name").GetString()!;
                string place = parameter.GetProperty("in").GetString()!;
                if (place == "path")
                {
                    string[] known = parameter.GetProperty("schema").TryGetProperty("enum", out JsonElement names)
                        ? [.. names.EnumerateArray().Select(value => value.GetString()!)]
                        : [.. ids];
                    string odd = Uri.EscapeDataString(Odd[random.Next(6, Odd.Length - 1)]).Replace("..", "x", StringComparison.Ordinal);
                    path = path.Replace("{" + name + "}", random.Next(3) > 0 ? known[random.Next(known.Length)] : odd, StringComparison.Ordinal);
                }
                else if (place == "query" && random.Next(3) == 0)
                {
                    query.Add(name + "=" + Uri.EscapeDataString(Text(parameter.TryGetProperty("schema", out JsonElement schema) ? schema : default)));
                }
                else if (place == "header" && random.Next(4) == 0)
                {
                    headers.Add((name, random.Next(1000).ToString(CultureInfo.InvariantCulture)));
                }
            }

            if (random.Next(10) == 0)
            {
                query.Add("unknown=1");
            }

            return (path + (query.Count > 0 ? "?" + string.Join('&', query) : ""), Body(operation), [.. headers]);
        }

        private ByteArrayContent? Body(JsonElement operation)
        {
            if (!operation.TryGetProperty("requestBody", out JsonElement body))
            {
                return null;
            }

            JsonProperty media = body.GetProperty("content").EnumerateObject().First();
            byte[] bytes = media.Name == "application/json" ? Json(media.Value.GetProperty("schema")) : Lines();
            return new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(random.Next(20) == 0 ? "text/html" : media.Name) } };
        }

        private byte[] Json(JsonElement schema) => random.Next(8) switch
        {
            0 => Encoding.UTF8.GetBytes(Odd[random.Next(Odd.Length)]),
            1 => "[]"u8.ToArray(),
            _ => Encoding.UTF8.GetBytes(Value(schema)?.ToJsonString() ?? "null"),
        };

        private byte[] Lines()
        {
            IEnumerable<string> lines = Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(3) switch
            {
                0 => ApiHost.AuditEvent(random.Next(50), new DateTimeOffset(2026, 1, 1, 0, 0, random.Next(60), TimeSpan.Zero)),
                1 => JsonSerializer.Serialize(new { id = Odd[random.Next(Odd.Length)], timestamp = 1 }),
                _ => Odd[random.Next(Odd.Length)],
            });
            return Encoding.UTF8.GetBytes(string.Join('\n', lines));
        }

        private JsonNode? Value(JsonElement schema)
        {
            schema = ApiContract.Resolve(schema);
            if (random.Next(12) == 0)
            {
                return random.Next(3) switch { 0 => JsonValue.Create(Odd[random.Next(Odd.Length)]), 1 => JsonValue.Create(random.Next(-5, 5)), _ => null };
            }

            if (schema.TryGetProperty("properties", out JsonElement properties))
            {
                var drawn = new JsonObject();
                foreach (JsonProperty property in properties.EnumerateObject())
                {
                    if (random.Next(3) == 0 || (schema.TryGetProperty("required", out JsonElement required) && required.EnumerateArray().Any(name => name.ValueEquals(property.Name))))
                    {
                        drawn[property.Name] = Value(property.Value);
                    }
                }

                return drawn;
            }

            string type = schema.TryGetProperty("type", out JsonElement types) ? (types.ValueKind == JsonValueKind.Array ? types[0] : types).GetString()! : "string";
            return type switch
            {
                "array" => new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Value(schema.GetProperty("items")))]),
                "integer" => JsonValue.Create(random.Next(5)),
                "boolean" => JsonValue.Create(random.Next(2) == 0),
                "object" => new JsonObject { ["organization"] = new JsonArray(JsonValue.Create("Default")) },
                _ => JsonValue.Create(Text(schema)),
            };
        }

        // Of an array one item; an object is drawn like text.
        private string Text(JsonElement schema)
        {
            if (schema.ValueKind == JsonValueKind.Undefined || random.Next(5) == 0)
            {
                return Odd[random.Next(Odd.Length)];
            }

            if (schema.TryGetProperty("enum", out JsonElement choices) || schema.TryGetProperty("examples", out choices))
            {
                return choices[random.Next(choices.GetArrayLength())].ToString();
            }

            if (schema.TryGetProperty("items", out JsonElement items))
            {
                return Text(items);
            }

            if (schema.TryGetProperty("format", out JsonElement format) && format.ValueEquals("date-time"))
            {
                return FormattableString.Invariant($"2026-0{random.Next(1, 9)}-11T00:00:00Z");
            }

            return schema.TryGetProperty("type", out JsonElement type) && type.ToString() == "integer"
                ? random.Next(600).ToString(CultureInfo.InvariantCulture)
                : "{ downloads { nodes { id } } }";
        }
    }
}
