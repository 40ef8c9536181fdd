using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Api.AuditLogs.Browsing;
using Reporting.Api.AuditLogs.Feed;
using Reporting.Api.GraphQL;
using Reporting.Api.GraphQL.Types;
using static Reporting.Tests.Api.GraphQLTests;

namespace Reporting.Tests.Api;

/// <summary>Times at the ends of the calendar, wherever a time is taken: an answer, or 400 with the field, and never 500.</summary>
public sealed class ExtremeTimesTests(AzuriteServer azurite)
{
    private static readonly string[] Times =
    [
        "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.001Z", "0001-01-01T00:00:30Z", "0001-01-01T12:00:00+12:00", "0001-01-01T00:00:00+00:01", "0001-01-02T00:00:00Z", "1601-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999Z", "1970-01-01T00:00:00Z", "9999-12-31T00:00:00Z", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59-00:01",
    ];

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_time_in_a_query_that_the_API_declares_takes_them()
    {
        await using ApiHost host = await StartAsync();
        JsonElement document = (await host.GetAsync("/api/openapi.json")).Json;
        (string Path, string Name)[] parameters =
        [
            .. document.GetProperty("paths").EnumerateObject()
                .Where(path => path.Value.TryGetProperty("get", out JsonElement get) && get.TryGetProperty("parameters", out _))
                .SelectMany(path => path.Value.GetProperty("get").GetProperty("parameters").EnumerateArray()
                    .Where(parameter => parameter.TryGetProperty("schema", out JsonElement schema) && IsTime(schema))
                    .Select(parameter => (path.Name, parameter.GetProperty("name").GetString()!))),
        ];

        Assert.True(parameters.Length >= 5, string.Join(", ", parameters));
        foreach ((string path, string name) in parameters)
        {
            foreach (string time in Times)
            {
                ApiResponse answer = await host.GetAsync($"{path}?{name}={Uri.EscapeDataString(time)}");
                Assert.True(answer.Status is 200 or 400, $"{path} {name}={time}: {answer.Status} {answer.Text}");
            }
        }
    }

    [Theory]
    [InlineData("ExportInput", "/api/exports", """{"report":"audit-logs","format":"CSV","changedSince":"2026-01-01T00:00:00Z",TIME}""")]
    [InlineData("ScheduleInput", "/api/schedules/extreme", """{"report":"audit-logs","cron":"0 0 * * *","isPaused":true,TIME}""")]
    public async Task Every_time_in_a_body_that_the_API_declares_takes_them(string schema, string path, string body)
    {
        await using ApiHost host = await StartAsync();
        JsonElement document = (await host.GetAsync("/api/openapi.json")).Json;
        string[] names = [.. document.GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("properties").EnumerateObject().Where(property => IsTime(property.Value)).Select(property => property.Name)];

        Assert.NotEmpty(names);
        foreach (string name in names)
        {
            foreach (string time in Times)
            {
                string field = $"\"{name}\":\"{time}\"";
                string json = name is "changedSince" ? body.Replace("\"changedSince\":\"2026-01-01T00:00:00Z\",TIME", field, StringComparison.Ordinal) : body.Replace("TIME", field, StringComparison.Ordinal);
                ApiResponse answer = await host.SendAsync(path.EndsWith("extreme", StringComparison.Ordinal) ? HttpMethod.Put : HttpMethod.Post, path, json);
                Assert.True(answer.Status is 200 or 201 or 202 or 400, $"{name} {time}: {answer.Status} {answer.Text}");
                if (answer.Status == 202)
                {
                    string id = answer.Json.GetProperty("id").GetString()!;
                    await host.Runner.EndOfAsync(id);
                    Assert.Equal("SUCCESSFUL", (await host.GetAsync("/api/exports/" + id)).Json.GetProperty("state").GetString());
                }
            }
        }
    }

    [Fact]
    public async Task Every_time_that_GraphQL_declares_takes_them()
    {
        await using ApiHost host = await StartAsync();
        ReportingSchema schema = host.Services.GetRequiredService<ReportingSchema>();
        schema.Initialize();
        string[] documents =
        [
            .. schema.Query!.Fields.Concat(schema.Mutation!.Fields).SelectMany(field => (field.Arguments ?? []).SelectMany(argument => Uses(argument.ResolvedType!, argument.Name)
                .Select(use => $"{(schema.Query!.Fields.Contains(field) ? "query" : "mutation")} {{ {field.Name}({Needed(field.Name)}{use}) {{ __typename }} }}"))),
        ];

        Assert.True(documents.Length >= 10, string.Join('\n', documents));
        foreach (string document in documents)
        {
            foreach (string time in Times)
            {
                ApiResponse answer = await CallAsync(host, document.Replace("TIME", time, StringComparison.Ordinal));
                Assert.True(answer.Status is 200 or 400, $"{document} {time}: {answer.Status} {answer.Text}");
                Assert.DoesNotContain("INTERNAL_ERROR", answer.Text, StringComparison.Ordinal);
                foreach (string id in host.Runner.Started)
                {
                    await host.Runner.EndOfAsync(id);
                }
            }
        }
    }

    [Fact]
    public async Task Cursors_that_were_written_by_hand_are_answered_or_refused()
    {
        await using ApiHost host = await StartAsync();
        string[] keys = [AuditLogCursor.KeyOf(0), AuditLogCursor.KeyOf(0) + "-x", AuditLogCursor.KeyOf(1), AuditLogCursor.KeyOf(DateTime.MaxValue.Ticks), AuditLogCursor.KeyOf(DateTime.MaxValue.Ticks) + "-x", AuditLogCursor.KeyOf(TimeSpan.TicksPerHour)];
        DateTimeOffset[] moments = [DateTimeOffset.MinValue, DateTimeOffset.MinValue.AddTicks(1), DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue];
        foreach (long span in new[] { 1, TimeSpan.TicksPerHour, DateTime.MaxValue.Ticks, long.MaxValue })
        {
            foreach (string key in keys)
            {
                var cursor = new AuditLogCursor(key, span);
                ApiResponse browsed = await host.GetAsync($"/api/audit-logs?after={cursor}");
                Assert.True(browsed.Status is 200 or 400, $"{cursor.Key} {span}: {browsed.Status} {browsed.Text}");
                foreach (string order in new[] { "TIMESTAMP_ASC", "TIMESTAMP_DESC" })
                {
                    ApiResponse asked = await CallAsync(host, $"query {{ auditLogs(after: \"{cursor}\", orderBy: {order}) {{ nodes {{ id }} }} }}");
                    Assert.True(asked.Status is 200 or 400 && !asked.Text.Contains("INTERNAL_ERROR", StringComparison.Ordinal), $"{cursor.Key} {span} {order}: {asked.Text}");
                }
            }

            foreach (DateTimeOffset moment in moments)
            {
                DateTimeOffset? until = moment < DateTimeOffset.MaxValue.AddDays(-1) ? moment.AddMinutes(1) : null;
                foreach (FeedCursor cursor in new FeedCursor[] { new(moment, null, "", span), new(moment, until, "", span), new(moment, until, keys[1], span), new(moment, until, "'", span), new(moment, DateTimeOffset.MaxValue, keys[0], span) })
                {
                    ApiResponse fed = await host.GetAsync($"/api/audit-logs/feed?cursor={cursor}");
                    Assert.True(fed.Status is 200 or 400, $"{cursor.At} {cursor.Until} {cursor.Key} {span}: {fed.Status} {fed.Text}");
                }
            }
        }
    }

    [Fact]
    public async Task Lists_of_exports_take_times_before_any_export_and_after_all()
    {
        await using ApiHost host = await StartAsync();
        string id = (await host.PostAsync("/api/exports", """{"report":"usage"}""")).Json.GetProperty("id").GetString()!;

        foreach (string time in Times.Where(time => !time.EndsWith("+00:01", StringComparison.Ordinal) && !time.EndsWith("-00:01", StringComparison.Ordinal)))
        {
            bool isPast = time.StartsWith('0') || time.StartsWith('1');
            Assert.Equal(isPast ? [id] : [], await IdsAsync(host, "createdSince", time));
            Assert.Equal(isPast ? [] : [id], await IdsAsync(host, "createdBefore", time));
        }
    }

    private static async Task<string[]> IdsAsync(ApiHost host, string name, string time)
    {
        ApiResponse answer = await host.GetAsync($"/api/exports?{name}={Uri.EscapeDataString(time)}");
        Assert.True(answer.Status == 200, answer.Text);
        return [.. answer.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
    }

    private async Task<ApiHost> StartAsync()
    {
        ApiHost host = await ApiHost.StartAsync(azurite);
        await host.IngestAsync("audit-events", ApiHost.AuditEvent(1, TimeProvider.System.GetUtcNow().AddDays(-1)));
        return host;
    }

    private static bool IsTime(JsonElement schema) => schema.TryGetProperty("format", out JsonElement format) && format.GetString() == "date-time";

    private static string Needed(string field) => field is "downloadAuditLogs" ? "format: CSV, " : "";

    private static IEnumerable<string> Uses(IGraphType type, string name) => type.GetNamedType() switch
    {
        UtcDateTimeGraphType => [$"{name}: \"TIME\""],
        IInputObjectGraphType input => input.Fields.SelectMany(field => Uses(field.ResolvedType!, field.Name)).Select(use => $"{name}: {{ {use} }}"),
        _ => [],
    };
}
