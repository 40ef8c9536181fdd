using GraphQL;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Api.GraphQL.Http;
using static Reporting.Tests.Api.GraphQLTests;

namespace Reporting.Tests.Api;

/// <summary>GraphQL under abuse: refused before any resolver or storage call, with memory bounded.</summary>
public sealed class GraphQLLimitsTests(AzuriteServer azurite)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Abuse => new()
    {
        { "depth 11", "query { downloads { " + string.Concat(Enumerable.Repeat("pageInfo { ", 9)) + "hasNextPage" + new string('}', 11) },
        { "depth through fragments", "query { downloads { ...a } } fragment a on DownloadConnection { edges { ...b } } fragment b on DownloadEdge { node { ...c } } fragment c on Download { id ...c }" },
        { "1,000 aliases", "mutation { " + string.Concat(Enumerable.Range(0, 1000).Select(number => $"a{number}:cancelDownload(id:1){{id}}")) + "}" },
        { "40 aliases", "query { " + string.Concat(Enumerable.Range(0, 40).Select(number => $"a{number}: downloads {{ nodes {{ id }} }} ")) + "}" },
        { "cost 10 times", "query { " + string.Concat(Enumerable.Range(0, 20).Select(number => $"a{number}: auditLogs(first: 500) {{ nodes {{ id timestamp userId target action actionType description outcome }} }} ")) + "}" },
        { "11 mutations", "mutation { " + string.Concat(Enumerable.Range(0, 11).Select(number => $"a{number}: downloadUsageReport {{ id }} ")) + "}" },
        { "fragments that double", Doubling() },
        { "fields that overlap", "query { " + string.Concat(Enumerable.Range(0, 900).Select(number => $"x(a:{number}) ")) + "}" },
        { "fields that overlap below overlaps", "query { " + string.Concat(Enumerable.Range(0, 30).Select(number => "downloads { " + string.Concat(Enumerable.Range(0, 30).Select(value => $"x(a:{value}) ")) + "} ")) + "}" },
        { "operations times variables", string.Concat(Enumerable.Range(0, 400).Select(number => $"query q{number}{{...f}} ")) + "fragment f on Query { x(" + string.Concat(Enumerable.Range(0, 1400).Select(number => $"a:$a ")) + ") }" },
        { "inline fragments without end", "query { " + string.Concat(Enumerable.Repeat("...{ ", 60)) + "id" + new string('}', 61) },
        { "levels by a chain of fragments", "query { ...f0 } " + string.Concat(Enumerable.Range(0, 90).Select(number => $"fragment f{number} on Query {{ ... {{ ... {{ ... {{ ...f{number + 1} }} }} }} }} ")) + "fragment f90 on Query { downloads { nodes { id } } }" },
        { "many fragments", "query { ...f0 } " + string.Concat(Enumerable.Range(0, 300).Select(number => $"fragment f{number} on Query {{ ...f{number + 1} }} ")) + "fragment f300 on Query { downloads { nodes { id } } }" },
        { "brackets without end", "query { auditLogs(where: { user: " + new string('[', 9000) + new string(']', 9000) + " }) { nodes { id } } }" },
        { "fields without end", "query " + string.Concat(Enumerable.Repeat("{a", 9000)) },
        { "types without end", "query($a: " + new string('[', 9000) + "Int" + new string(']', 9000) + ") { downloads { nodes { id } } }" },
        { "30,000 characters", "query { downloads { nodes { id " + new string(' ', 30_000) + "} } }" },
    };

    [Theory]
    [MemberData(nameof(Abuse))]
    public async Task Too_much_is_refused_before_anything_is_resolved(string what, string document)
    {
        var requests = new RequestCounter();
        await using ApiHost host = await ApiHost.StartAsync(azurite, policies: requests.AsPolicy());
        requests.Clear();

        ApiResponse answer = await CallAsync(host, document);

        Assert.True(answer.Status == 400, what + ": " + answer.Text);
        Assert.Equal(what is "cost 10 times" or "11 mutations" ? "COMPLEXITY" : "DOCUMENT_TOO_LARGE", CodeOf(answer));
        Assert.False(answer.Json.TryGetProperty("data", out _));
        Assert.Empty(requests.All);
        Assert.Empty(host.Runner.Started);
    }

    [Theory]
    [MemberData(nameof(Abuse))]
    public async Task What_a_refused_document_costs_in_memory_is_bounded(string what, string document)
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        GraphQLExecutor executor = host.Services.GetRequiredService<GraphQLExecutor>();
        var context = new DefaultHttpContext { RequestServices = host.Services };
        var call = new GraphQLCall(document, null, Inputs.Empty);
        await executor.ExecuteAsync(context, call, queriesOnly: false, CancellationToken);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Task<ExecutionResult> refused = executor.ExecuteAsync(context, call, queriesOnly: false, CancellationToken);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(refused.IsCompletedSuccessfully, "Not refused on this thread, so not measured.");
        Assert.False((await refused).Executed);
        Assert.True(allocated < 4 << 20, FormattableString.Invariant($"{what}: {allocated:N0} bytes"));
        TestContext.Current.SendDiagnosticMessage("{0}: {1:N0} bytes", what, allocated);
    }

    [Fact]
    public async Task The_limits_leave_room_for_what_is_asked_in_earnest()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);

        ApiResponse large = await CallAsync(host, "query { auditLogs(first: 500) { edges { node { id timestamp userId target action actionType description outcome sourceAddress userAgent } cursor } pageInfo { hasNextPage endCursor } } downloads(first: 200) { nodes { id state url fileSize } } }");
        ApiResponse aliases = await CallAsync(host, "query { " + string.Concat(Enumerable.Range(0, 15).Select(number => $"a{number}: recipeRunReportDownload(id: \"none\") {{ i: id }} ")) + "}");

        Assert.True(large.Status == 200 && !large.Json.TryGetProperty("errors", out _), large.Text);
        Assert.Equal((200, "NOT_FOUND"), (aliases.Status, CodeOf(aliases)));
    }

    [Fact]
    public async Task Batches_large_bodies_and_mutations_by_get_are_refused()
    {
        var requests = new RequestCounter();
        await using ApiHost host = await ApiHost.StartAsync(azurite, policies: requests.AsPolicy());
        requests.Clear();

        ApiResponse batch = await host.PostAsync("/api/graphql", JsonSerializer.Serialize(new[] { new { query = First }, new { query = First } }));
        ApiResponse large = await CallAsync(host, "query { downloads { nodes { id } } }" + new string(' ', 1 << 20));
        using var chunked = new ChunkedContent(JsonSerializer.Serialize(new { query = "query { downloads { nodes { id } } }" + new string(' ', 1 << 20) }));
        ApiResponse cut = await host.SendContentAsync(HttpMethod.Post, "/api/graphql", chunked);
        ApiResponse get = await host.GetAsync("/api/graphql?query=" + Uri.EscapeDataString(First));
        Assert.Empty(requests.All);
        ApiResponse query = await host.GetAsync("/api/graphql?query=" + Uri.EscapeDataString(Second) + "&variables=" + Uri.EscapeDataString("""{"id":"none"}"""), ("Accept", "application/json"));

        Assert.Equal(400, batch.Status);
        large.IsProblem(413);
        cut.IsProblem(413);
        Assert.Equal("POST", get.IsProblem(405).Allow);
        Assert.Equal(200, query.Status);
        Assert.Equal("application/json; charset=utf-8", query.ContentType);
        Assert.Equal("NOT_FOUND", CodeOf(query));
        Assert.Empty(host.Runner.Started);
    }

    private static string Doubling() =>
        "query { downloads { nodes { ...f0 } } } " + string.Concat(Enumerable.Range(0, 20).Select(number => $"fragment f{number} on Download {{ ...f{number + 1} ...f{number + 1} }} ")) + "fragment f20 on Download { id }";
}
