using Azure.Core;
using Azure.Core.Pipeline;
using FsCheck;
using FsCheck.Fluent;
using GraphQL;
using GraphQLParser;
using GraphQLParser.AST;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Reporting.Api.GraphQL.Http;
using Reporting.Api.GraphQL.Limits;
using Reporting.Storage;
using static Reporting.Tests.Api.GraphQLTests;

namespace Reporting.Tests.Api;

/// <summary>Documents whose fragments use each other so often that no text of that length could be written out: measured with the work of their text.</summary>
public sealed class GraphQLFragmentTests(AzuriteServer azurite)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    private static readonly string[] Spreads = ["...", "... @include(if: true) ...", "...on Download{...", "fields", "nested", "operations"];

    private static readonly string[] Ends = ["unknown", "known", "cycle", "unused"];

    public static TheoryData<int, string, string> Bombs
    {
        get
        {
            var bombs = new TheoryData<int, string, string>();
            foreach (int levels in new[] { 10, 31, 100 })
            {
                foreach (string spread in Spreads)
                {
                    foreach (string end in Ends)
                    {
                        bombs.Add(levels, spread, end);
                    }
                }
            }

            return bombs;
        }
    }

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_bomb_is_refused_with_the_work_of_its_text(int levels, string spread, string end)
    {
        string text = Bomb(levels, spread, end);
        GraphQLDocument document = Parser.Parse(text);

        DocumentSize size = DocumentSize.Measure(document, CancellationToken);

        Assert.NotNull(size.Refusal);
        Assert.Equal(end is "unknown" ? "KNOWN_FRAGMENT_NAMES" : "DOCUMENT_TOO_LARGE", size.Refusal.Code);
        Assert.True(size.Visited <= document.AllNestedCount(), FormattableString.Invariant($"{size.Visited} visits of a text with {document.AllNestedCount()} nodes"));
    }

    [Fact]
    public async Task Bombs_are_refused_over_HTTP_before_anything_is_resolved()
    {
        var requests = new RequestCounter();
        await using ApiHost host = await ApiHost.StartAsync(azurite, policies: requests.AsPolicy());
        requests.Clear();

        foreach (TheoryDataRow<int, string, string> bomb in Bombs)
        {
            (int levels, string spread, string end) = bomb.Data;
            ApiResponse answer = await CallAsync(host, Bomb(levels, spread, end));

            Assert.True(answer.Status == 400, answer.Text);
            Assert.Equal(end is "unknown" ? "KNOWN_FRAGMENT_NAMES" : "DOCUMENT_TOO_LARGE", CodeOf(answer));
        }

        Assert.Empty(requests.All);
    }

    [Fact]
    public async Task A_cancelled_request_stops_while_its_document_is_measured()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        var context = new DefaultHttpContext { RequestServices = host.Services };
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        Assert.Throws<OperationCanceledException>(() => DocumentSize.Measure(Parser.Parse(Bomb(31, "...", "unknown")), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Services.GetRequiredService<GraphQLExecutor>()
            .ExecuteAsync(context, new GraphQLCall(Bomb(31, "...", "unknown"), null, Inputs.Empty), queriesOnly: true, cancelled.Token));
    }

    [Fact]
    public async Task The_time_limit_begins_with_the_request_and_ends_it()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var hang = new HangingPolicy();
        await using ApiHost host = await ApiHost.StartAsync(azurite, services: services => services.AddSingleton<TimeProvider>(time), policies: new TablePipelinePolicy(hang, HttpPipelinePosition.PerCall));
        var context = new DefaultHttpContext { RequestServices = host.Services };
        hang.IsHanging = true;

        Task<ExecutionResult> running = host.Services.GetRequiredService<GraphQLExecutor>()
            .ExecuteAsync(context, new GraphQLCall("query { downloads { nodes { id } } }", null, Inputs.Empty), queriesOnly: true, CancellationToken);
        await hang.Entered.WaitAsync(CancellationToken);
        time.Advance(GraphQLLimits.MaxTime);
        ExecutionResult result = await running;

        Assert.False(result.Executed);
        Assert.Equal("TIMEOUT", Assert.Single(result.Errors!).Code);
    }

    [Fact]
    public async Task A_negative_page_does_not_pay_for_what_is_beside_it()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        string costly = string.Concat(Enumerable.Range(0, 20).Select(number => $"a{number}: auditLogs(first: 500) {{ nodes {{ id timestamp userId target action actionType description outcome }} }} "));

        ApiResponse answer = await CallAsync(host, "query { " + costly + "pay: auditLogs(first: -2000000000) { nodes { id timestamp userId } } }");

        Assert.Equal((400, "COMPLEXITY"), (answer.Status, CodeOf(answer)));
    }

    [Theory]
    [InlineData(1000, false)]
    [InlineData(1001, true)]
    public void Fields_count_wherever_their_fragment_is_used(int selections, bool isTooLarge)
    {
        const int Uses = 10;
        const int InFragment = 9;
        string text = "query { " + string.Concat(Enumerable.Range(0, selections - (Uses * (1 + InFragment))).Select(number => $"y{number} ")) + string.Concat(Enumerable.Repeat("...nine ", Uses))
            + "} fragment nine on Query { " + string.Concat(Enumerable.Range(0, InFragment).Select(number => $"x{number} ")) + "}";

        Assert.Equal(isTooLarge, DocumentSize.Measure(Parser.Parse(text), CancellationToken).Refusal is not null);
    }

    [Fact]
    public void What_is_counted_for_fragments_once_is_what_walking_through_all_of_them_counts()
    {
        Gen<int[][]> uses = Gen.Choose(0, 3).ArrayOf(6).ArrayOf(7);
        Prop.ForAll(Arb.From(uses), counts =>
        {
            // Fragment i uses the fragments behind it so often as the numbers say: no cycles, and every size from 1 to thousands.
            string Body(int part) => string.Concat(Enumerable.Range(part + 1, Math.Max(0, 6 - part)).SelectMany(next => Enumerable.Repeat($"...f{next} ", counts[part][next - 1]))) + $"x{part} ";
            string text = "{ " + Body(0) + "} " + string.Concat(Enumerable.Range(1, 6).Select(part => $"fragment f{part} on T {{ {Body(part)}}} "));
            long Walk(int part) => 1 + Enumerable.Range(part + 1, Math.Max(0, 6 - part)).Sum(next => counts[part][next - 1] * (1 + Walk(next)));
            bool[] isUsed = new bool[7];
            void Mark(int part)
            {
                isUsed[part] = true;
                foreach (int next in Enumerable.Range(part + 1, Math.Max(0, 6 - part)).Where(next => counts[part][next - 1] > 0 && !isUsed[next]))
                {
                    Mark(next);
                }
            }

            Mark(0);
            long expected = Walk(0);
            for (int part = 1; part <= 6; part++)
            {
                if (!isUsed[part])
                {
                    expected += Walk(part);
                    Mark(part);
                }
            }

            string? refusal = DocumentSize.Measure(Parser.Parse(text), default).Refusal?.Message;
            Assert.Equal(expected > GraphQLLimits.MaxSelections, refusal?.StartsWith("The document asks for more than 1000 fields and fragments", StringComparison.Ordinal) ?? false);
        }).QuickCheckThrowOnFailure();
    }

    private static string Bomb(int levels, string spread, string end)
    {
        string Use(int next) => spread switch
        {
            "... @include(if: true) ..." => $"...f{next} @include(if: true) ...f{next} @skip(if: false) ",
            "...on Download{..." => $"...on Download {{ ...f{next} }} ... {{ ...f{next} }} ",
            "fields" => $"id ...f{next} state ...f{next} ",
            "nested" => $"node {{ ...f{next} }} edge {{ ...f{next} }} ",
            _ => $"...f{next} ...f{next} ",
        };
        string last = end switch
        {
            "unknown" => "...none",
            "cycle" => "...f0",
            _ => "id state",
        };
        string fragments = string.Concat(Enumerable.Range(0, levels).Select(number => $"fragment f{number} on Download {{ {Use(number + 1)}}} ")) + $"fragment f{levels} on Download {{ {last} }}";
        string operations = (spread, end) switch
        {
            ("operations", not "unused") => string.Concat(Enumerable.Range(0, 5).Select(number => $"query q{number} {{ downloads {{ nodes {{ ...f{number} }} }} }} ")),
            (_, "unused") => "query { downloads { nodes { id } } } ",
            _ => "query { downloads { nodes { ...f0 } } } ",
        };
        return operations + fragments;
    }

    private sealed class HangingPolicy : HttpPipelinePolicy, IDisposable
    {
        private readonly SemaphoreSlim _entered = new(0);

        public bool IsHanging { get; set; }

        public SemaphoreSlim Entered => _entered;

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (IsHanging)
            {
                _entered.Release();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, message.CancellationToken);
            }

            await ProcessNextAsync(message, pipeline);
        }

        public void Dispose() => _entered.Dispose();
    }
}
