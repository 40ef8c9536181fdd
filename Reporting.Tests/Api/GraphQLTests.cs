using Microsoft.Extensions.DependencyInjection;
using GraphQL;
using Reporting.Api.GraphQL;

namespace Reporting.Tests.Api;

public sealed class GraphQLTests(AzuriteServer azurite)
{
    internal const string First = "mutation firstDownloadRecipeRunReport { downloadRecipeRunReport { id } }";
    internal const string Second = "query secondDownloadRecipeRunReport($id: ID!) { recipeRunReportDownload(id: $id) { id state stateMessage url fileSize } }";

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_two_operations_of_the_design_work_word_for_word()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);

        ApiResponse started = await CallAsync(host, First);
        string id = started.Json.GetProperty("data").GetProperty("downloadRecipeRunReport").GetProperty("id").GetString()!;
        await host.Runner.EndOfAsync(id);
        ApiResponse asked = await CallAsync(host, Second, new { id });

        Assert.Equal("application/graphql-response+json; charset=utf-8", started.ContentType);
        JsonElement download = asked.Json.GetProperty("data").GetProperty("recipeRunReportDownload");
        Assert.Equal(["id", "state", "stateMessage", "url", "fileSize"], download.EnumerateObject().Select(field => field.Name));
        Assert.Equal("SUCCESSFUL", download.GetProperty("state").GetString());
        using var outsider = new HttpClient();
        Assert.Equal(download.GetProperty("fileSize").GetInt64(), (await outsider.GetByteArrayAsync(download.GetProperty("url").GetString(), CancellationToken)).Length);
    }

    [Fact]
    public async Task Every_report_can_be_started_found_listed_and_cancelled()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        host.Runner.IsHeld = true;
        JsonElement started = (await CallAsync(host, """
            mutation {
              usage: downloadUsageReport(since: "2026-01-01T00:00:00Z", until: "2026-02-01T00:00:00+01:00", organizationId: "Default") { id report since until state fileSize }
              commits: downloadCommitsReport { id }
              audit: downloadAuditLogs(format: OCSF, first: 10) { id format }
            }
            """)).Json.GetProperty("data");
        string usage = started.GetProperty("usage").GetProperty("id").GetString()!;

        Assert.Equal("2026-01-31T23:00:00.000Z", started.GetProperty("usage").GetProperty("until").GetString());
        Assert.Equal("OCSF", started.GetProperty("audit").GetProperty("format").GetString());
        JsonElement found = (await CallAsync(host, "query($id: ID!) { usageReportDownload(id: $id) { state url percent } downloads(first: 2) { nodes { id report url } edges { cursor } pageInfo { hasNextPage endCursor } } }", new { id = usage })).Json.GetProperty("data");
        Assert.Equal("QUEUED", found.GetProperty("usageReportDownload").GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Null, found.GetProperty("usageReportDownload").GetProperty("url").ValueKind);
        Assert.Equal(["audit-logs", "commits"], found.GetProperty("downloads").GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("report").GetString()));
        Assert.True(found.GetProperty("downloads").GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean());
        Assert.Equal("Default", (await host.GetAsync("/api/exports/" + usage)).Json.GetProperty("filters").GetProperty("organization")[0].GetString());

        ApiResponse cancelled = await CallAsync(host, "mutation($id: ID!) { cancelDownload(id: $id) { id } }", new { id = usage });
        await host.Runner.EndOfAsync(usage);
        Assert.Equal(usage, cancelled.Json.GetProperty("data").GetProperty("cancelDownload").GetProperty("id").GetString());
        Assert.Equal("CANCELED", (await host.GetAsync("/api/exports/" + usage)).Json.GetProperty("state").GetString());
    }

    [Fact]
    public async Task The_audit_log_is_a_connection()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        var noon = new DateTimeOffset(2026, 1, 28, 12, 0, 0, TimeSpan.Zero);
        await host.IngestAsync("audit-events", Enumerable.Range(0, 25).Select(number => ApiHost.AuditEvent(number, noon.AddHours(number), outcome: number % 2 == 0 ? "Success" : "Failed")));
        const string Query = """
            query($after: String, $orderBy: AuditLogOrder) {
              auditLogs(first: 5, after: $after, where: { until: "2026-02-10T00:00:00Z", outcome: ["Failed"] }, orderBy: $orderBy) {
                nodes { id timestamp userId outcome } edges { cursor } pageInfo { hasNextPage endCursor } searchedBackTo
              }
            }
            """;

        Assert.Equal(Odd().Reverse(), await ReadAllAsync("TIMESTAMP_DESC"));
        Assert.Equal(Odd(), await ReadAllAsync("TIMESTAMP_ASC"));

        static IEnumerable<string> Odd() => Enumerable.Range(0, 25).Where(number => number % 2 == 1).Select(number => FormattableString.Invariant($"event-{number:D6}"));

        async Task<List<string>> ReadAllAsync(string orderBy)
        {
            var ids = new List<string>();
            string? after = null;
            for (int pages = 0; pages < 50; pages++)
            {
                ApiResponse answer = await CallAsync(host, Query, new { after, orderBy });
                JsonElement page = answer.Json.GetProperty("data").GetProperty("auditLogs");
                ids.AddRange(page.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("id").GetString()!));
                if (!page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean())
                {
                    break;
                }

                after = page.GetProperty("pageInfo").GetProperty("endCursor").GetString();
            }

            return ids;
        }
    }

    [Theory]
    [InlineData("query { recipeRunReportDownload(id: \"00000000000000000000000000\") { id } }", "NOT_FOUND")]
    [InlineData("mutation { downloadUsageReport(since: \"2026-02-01T00:00:00Z\", until: \"2026-01-01T00:00:00Z\") { id } }", "INVALID_REQUEST")]
    [InlineData("query { auditLogs(first: 5000) { nodes { id } } }", "INVALID_REQUEST")]
    [InlineData("query { auditLogs(after: \"nonsense\") { nodes { id } } }", "INVALID_REQUEST")]
    public async Task Errors_of_fields_have_codes_and_no_internals(string document, string code)
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);

        ApiResponse answer = await CallAsync(host, document);

        Assert.Equal(200, answer.Status);
        Assert.Equal(code, CodeOf(answer));
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("query { nothing }")]
    [InlineData("query {")]
    [InlineData("")]
    [InlineData("mutation { downloadUsageReport(since: \"2026-02-01T00:00:00\") { id } }")]
    [InlineData("mutation { downloadAuditLogs(format: XML) { id } }")]
    public async Task A_document_that_is_not_valid_is_refused_whole(string document)
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);

        ApiResponse answer = await CallAsync(host, document);

        Assert.Equal(400, answer.Status);
        Assert.NotEmpty(CodeOf(answer));
        Assert.False(answer.Json.TryGetProperty("data", out _));
        Assert.Empty(host.Runner.Started);
    }

    [Fact]
    public async Task Tools_can_introspect_the_schema()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        const string Reference = "kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } }";

        ApiResponse answer = await CallAsync(host, "query IntrospectionQuery { __schema { queryType { name } mutationType { name } types { kind name description fields(includeDeprecated: true) { name description args { name type { " + Reference + " } } type { " + Reference + " } } } directives { name } } }");

        Assert.True(answer.Status == 200, answer.Text);
        Assert.All(
            answer.Json.GetProperty("data").GetProperty("__schema").GetProperty("types").EnumerateArray().Where(type => type.GetProperty("name").GetString() is not ("String" or "Boolean" or "ID" or "Int" or "Float") && !type.GetProperty("name").GetString()!.StartsWith("__", StringComparison.Ordinal)),
            type => Assert.False(string.IsNullOrEmpty(type.GetProperty("description").GetString()), type.ToString()));
    }

    [Fact]
    public async Task The_printed_schema_is_the_one_that_is_served()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        ReportingSchema schema = host.Services.GetRequiredService<ReportingSchema>();
        schema.Initialize();
        string printed = schema.Print(new() { StringComparison = StringComparison.Ordinal }).ReplaceLineEndings("\n").TrimEnd() + "\n";
        string path = Path.Combine(SharedData.RepositoryRoot, "docs", "schema.graphql");
        if (Environment.GetEnvironmentVariable("REPORTING_UPDATE") == "1")
        {
            await File.WriteAllTextAsync(path, printed, CancellationToken);
        }

        Assert.True(await File.ReadAllTextAsync(path, CancellationToken) == printed, "docs/schema.graphql is not the schema any more: run this test with REPORTING_UPDATE=1 and read the difference.");
    }

    internal static string CodeOf(ApiResponse answer) => answer.Json.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString()!;

    internal static Task<ApiResponse> CallAsync(ApiHost host, string query, object? variables = null) =>
        host.PostAsync("/api/graphql", JsonSerializer.Serialize(new { query, variables }));
}
