using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using static Reporting.Tests.Api.GraphQLTests;

namespace Reporting.Tests.Api;

/// <summary>GraphQL over HTTP: which operation counts, and that a client's mistake is told as one.</summary>
public sealed class GraphQLHttpTests(AzuriteServer azurite)
{
    private const string Both = "query A { __typename } mutation B { cancelDownload(id: 1) { id } }";

    [Theory]
    [InlineData(Both, "A", 200)]
    [InlineData(Both, "B", 405)]
    [InlineData(Both, "C", 400)]
    [InlineData(Both, null, 400)]
    [InlineData("mutation B { cancelDownload(id: 1) { id } }", null, 405)]
    [InlineData("mutation B { cancelDownload(id: 1) { id } }", "B", 405)]
    [InlineData("{ __typename }", null, 200)]
    [InlineData("query A { __typename } query B { __typename }", "B", 200)]
    public async Task On_GET_the_selected_operation_decides(string document, string? operation, int status)
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        string path = "/api/graphql?query=" + Uri.EscapeDataString(document) + (operation is null ? "" : "&operationName=" + operation);

        Assert.Equal(status, (await host.GetAsync(path)).Status);
        Assert.Equal(status, (await host.SendAsync(HttpMethod.Head, path)).Status);
    }

    [Theory]
    [InlineData("subscription { downloads { nodes { id } } }", null)]
    [InlineData("query A { __typename } subscription B { downloads { nodes { id } } }", "A")]
    public async Task A_subscription_is_the_clients_mistake(string document, string? operationName)
    {
        var log = new ErrorLog();
        await using ApiHost host = await ApiHost.StartAsync(azurite, log: log);

        ApiResponse post = await host.PostAsync("/api/graphql", JsonSerializer.Serialize(new { query = document, operationName }));
        ApiResponse get = await host.GetAsync("/api/graphql?query=" + Uri.EscapeDataString(document));

        Assert.Equal((400, "SUBSCRIPTION_NOT_SUPPORTED"), (post.Status, CodeOf(post)));
        Assert.Equal((400, "SUBSCRIPTION_NOT_SUPPORTED"), (get.Status, CodeOf(get)));
        Assert.Empty(log.Errors);
    }

    [Theory]
    [InlineData("""{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"ab"}}}""", 200, "PERSISTED_QUERY_NOT_SUPPORTED")]
    [InlineData("""{"query":"","operationName":"A","variables":{},"extensions":{"persistedQuery":{"version":1,"sha256Hash":"ab"}}}""", 200, "PERSISTED_QUERY_NOT_SUPPORTED")]
    [InlineData("""{"query":null,"extensions":{"persistedQuery":{}}}""", 200, "PERSISTED_QUERY_NOT_SUPPORTED")]
    [InlineData("""{"extensions":{"persistedQuery":true}}""", 400, "BAD_REQUEST")]
    [InlineData("""{"extensions":{}}""", 400, "BAD_REQUEST")]
    [InlineData("""{"extensions":7}""", 400, "BAD_REQUEST")]
    public async Task A_hash_without_its_document_is_answered_so_that_clients_send_the_document(string body, int status, string code)
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);

        ApiResponse post = await host.PostAsync("/api/graphql", body);
        string extensions = JsonDocument.Parse(body).RootElement.GetProperty("extensions").GetRawText();
        ApiResponse get = await host.GetAsync("/api/graphql?extensions=" + Uri.EscapeDataString(extensions));

        Assert.Equal((status, code), (post.Status, CodeOf(post)));
        Assert.Equal((status, code), (get.Status, CodeOf(get)));
        Assert.False(post.Json.TryGetProperty("data", out _));
        Assert.Equal("PERSISTED_QUERY_NOT_SUPPORTED" == code, post.Text.Contains("\"PersistedQueryNotSupported\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "application/graphql-response+json")]
    [InlineData("*/*", "application/graphql-response+json")]
    [InlineData("application/json", "application/json")]
    [InlineData("application/json, text/plain, */*", "application/json")]
    [InlineData("application/graphql-response+json, application/json;q=0.9", "application/graphql-response+json")]
    [InlineData("application/json, application/graphql-response+json;q=0.9", "application/json")]
    [InlineData("application/graphql-response+json;q=0, application/json;q=0.1", "application/json")]
    [InlineData("application/json;q=0, */*", "application/graphql-response+json")]
    [InlineData("application/*;q=0.5, application/json", "application/json")]
    [InlineData("multipart/mixed, application/graphql-response+json, application/graphql+json, application/json", "application/graphql-response+json")]
    [InlineData("no media type", "application/graphql-response+json")]
    public async Task The_answer_has_the_type_that_the_caller_prefers(string? accept, string type)
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);

        ApiResponse answer = await host.PostAsync("/api/graphql", """{"query":"{ nothing }"}""", accept is null ? [] : [("Accept", accept)]);

        Assert.Equal((type + "; charset=utf-8", type == "application/json" ? 200 : 400), (answer.ContentType, answer.Status));
    }

    [Fact]
    public async Task A_document_with_its_hash_runs()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);

        ApiResponse answer = await host.PostAsync("/api/graphql", """{"query":"{ __typename }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"ab"}}}""");

        Assert.Equal("Query", answer.Json.GetProperty("data").GetProperty("__typename").GetString());
    }

    [Fact]
    public async Task No_mistake_of_a_client_is_told_or_logged_as_one_of_the_service()
    {
        var log = new ErrorLog();
        await using ApiHost host = await ApiHost.StartAsync(azurite, log: log);
        string[] bodies = [.. Mistakes.Select(mistake => JsonSerializer.Serialize(new { query = mistake.Document, variables = mistake.Variables })), .. Mistaken(400)];

        foreach (string body in bodies)
        {
            ApiResponse answer = await host.PostAsync("/api/graphql", body);
            Assert.True(answer.Status is 200 or 400, body + ": " + answer.Text);
            Assert.DoesNotContain("INTERNAL_ERROR", body + ": " + answer.Text, StringComparison.Ordinal);
            Assert.True(log.Errors.IsEmpty, body + ": " + string.Join('\n', log.Errors));
        }
    }

    private static (string Document, object? Variables)[] Mistakes =>
    [
        ("query($id: ID!) { usageReportDownload(id: $id) { id } }", null),
        ("query($id: ID!) { usageReportDownload(id: $id) { id } }", new { id = new[] { 1 } }),
        ("query($id: ID!) { usageReportDownload(id: $id) { id } }", new { id = new { a = 1 } }),
        ("query($id: ID!) { usageReportDownload(id: $id) { id } }", new { id = "" }),
        ("query($id: ID!) { usageReportDownload(id: $id) { id } }", new { id = "\u0000\uffff/../x?#%" }),
        ("query($id: ID!) { usageReportDownload(id: $id) { id } }", new { id = 12345678901234567890m }),
        ("query($id: ID!) { usageReportDownload(id: $id) { id } }", new { id = 1.5 }),
        ("query($first: Int) { downloads(first: $first) { nodes { id } } }", new { first = 3000000000L }),
        ("query($first: Int) { downloads(first: $first) { nodes { id } } }", new { first = "1" }),
        ("query($first: Int = 3000000000) { downloads(first: $first) { nodes { id } } }", null),
        ("{ downloads(first: 99999999999999999999999) { nodes { id } } }", null),
        ("{ downloads(first: -1) { nodes { id } } }", null),
        ("{ downloads(first: null, after: null) { nodes { id } } }", null),
        ("{ downloads(after: \"\\uD800\") { nodes { id } } }", null),
        ("query($where: AuditLogWhere) { auditLogs(where: $where) { nodes { id } } }", new { where = "x" }),
        ("query($where: AuditLogWhere) { auditLogs(where: $where) { nodes { id } } }", new { where = new { since = "yesterday" } }),
        ("query($where: AuditLogWhere) { auditLogs(where: $where) { nodes { id } } }", new { where = new { since = 5 } }),
        ("query($where: AuditLogWhere) { auditLogs(where: $where) { nodes { id } } }", new { where = new { user = "ada", text = Array.Empty<string>() } }),
        ("query($where: AuditLogWhere) { auditLogs(where: $where) { nodes { id } } }", new { where = new { user = new string?[] { null } } }),
        ("query($where: AuditLogWhere) { auditLogs(where: $where) { nodes { id } } }", new { where = new { nothing = 1 } }),
        ("query($where: AuditLogWhere) { auditLogs(where: $where) { nodes { id } } }", new { where = new { outcome = new[] { "Perhaps" } } }),
        ("query($where: AuditLogWhere) { auditLogs(where: $where) { nodes { id } } }", new { where = new { text = new[] { "" } } }),
        ("{ auditLogs(where: { since: \"9999-12-31T23:59:59-23:59\" }) { nodes { id } } }", null),
        ("{ auditLogs(where: { since: \"9999-12-31T23:59:59.999Z\", until: \"9999-12-31T23:59:59.999Z\" }) { nodes { id } } }", null),
        ("{ auditLogs(where: { until: \"9999-12-31T23:59:59.999Z\" }, orderBy: TIMESTAMP_ASC) { nodes { id } } }", null),
        ("{ auditLogs(where: { user: [[\"a\"]] }) { nodes { id } } }", null),
        ("{ auditLogs(orderBy: UP) { nodes { id } } }", null),
        ("query($o: AuditLogOrder) { auditLogs(orderBy: $o) { nodes { id } } }", new { o = 1 }),
        ("query($o: Nothing) { auditLogs(orderBy: $o) { nodes { id } } }", new { o = 1 }),
        ("query($o: Download) { auditLogs(orderBy: $o) { nodes { id } } }", new { o = 1 }),
        ("query A { ...f } fragment f on Query { ...f }", null),
        ("query A { ...f }", null),
        ("query A { ... on Nothing { id } }", null),
        ("query A { ... on DateTime { id } }", null),
        ("fragment f on Query { __typename }", null),
        ("query A { downloads { nodes { id @skip } } }", null),
        ("query A { downloads { nodes { id @skip(if: $x) } } }", null),
        ("query A { downloads { nodes { id @nothing } } }", null),
        ("query A @include(if: true) { downloads { nodes { id } } }", null),
        ("query A { downloads { nodes } }", null),
        ("query A { downloads { nodes { id { x } } } }", null),
        ("query A { downloads { nodes { a: id a: state } } }", null),
        ("query A($a: Int, $a: Int) { downloads(first: $a) { nodes { id } } }", null),
        ("query A { __typename } query A { __typename }", null),
        ("type Query { x: Int }", null),
        ("schema { query: Query } query { __typename }", null),
        ("mutation { downloadAuditLogs(first: -5) { id } }", null),
        ("mutation { downloadAuditLogs(since: \"9999-12-31T23:59:59Z\", until: \"0001-01-01T00:00:00Z\") { id } }", null),
        ("mutation { downloadUsageReport(organizationId: \"\") { id } }", null),
        ("mutation { cancelDownload(id: \"../..\") { id } }", null),
        ("mutation { cancelDownload(id: null) { id } }", null),
        ("{ __type { name } }", null),
        ("{ __type(name: 7) { name } }", null),
        ("{ __schema(x: 1) { types { name } } }", null),
        ("{ __type(name: \"Query\") { fields(includeDeprecated: \"x\") { name } } }", null),
    ];

    // Requests that are right but for one token that was dropped, doubled or put in the place of another.
    private static IEnumerable<string> Mistaken(int count)
    {
        var chance = new Random(16);
        string[] documents =
        [
            "query A ( $after : String , $n : Int = 5 ) { auditLogs ( first : $n , after : $after , where : { user : [ \"a\" ] , since : \"2026-01-01T00:00:00Z\" } , orderBy : TIMESTAMP_ASC ) { nodes { id timestamp } pageInfo { endCursor } } }",
            "query B ( $id : ID ! ) { usageReportDownload ( id : $id ) { ... d @include ( if : true ) } } fragment d on Download { id state percent }",
            "query C { __type ( name : \"Query\" ) { fields ( includeDeprecated : true ) { args ( includeDeprecated : false ) { name type { kind ofType { name } } } } } }",
        ];
        object?[] values = [null, 1, -1, 1.5, 3000000000L, true, "", "x", Array.Empty<int>(), new { a = 1 }];
        for (int number = 0; number < count; number++)
        {
            List<string> tokens = [.. documents[chance.Next(documents.Length)].Split(' ')];
            int at = chance.Next(tokens.Count);
            switch (chance.Next(3))
            {
                case 0: tokens.RemoveAt(at); break;
                case 1: tokens.Insert(at, tokens[at]); break;
                default: tokens[at] = tokens[chance.Next(tokens.Count)]; break;
            }

            yield return JsonSerializer.Serialize(new { query = string.Join(' ', tokens), variables = new { id = values[chance.Next(values.Length)], after = values[chance.Next(values.Length)], n = values[chance.Next(values.Length)] } });
        }
    }

    /// <summary>Keeps what is logged as an error.</summary>
    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Errors { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error)
            {
                Errors.Enqueue(formatter(state, exception) + exception);
            }
        }

        public void Dispose()
        {
        }
    }
}
