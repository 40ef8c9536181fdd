using System.Net;
using Azure;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Moq;
using Reporting.Storage.Paging;

namespace Reporting.Tests.Storage.Paging;

/// <summary>Pages come raw, and everything else stays the SDK's work.</summary>
public sealed class TablePagesTests
{
    private const string Filter = "PartitionKey eq '00-2026012808'";

    [Fact]
    public async Task Continuations_are_followed_through_empty_pages()
    {
        var transport = new StubTransport(
            StubTransport.Page("", continuation: "a"), StubTransport.Page("{\"RowKey\":\"1\"}", continuation: "b"), StubTransport.Page("", continuation: "c"),
            StubTransport.Page("", continuation: "d"), StubTransport.Page("{\"RowKey\":\"2\"}"));
        await using TablePages pages = Open(transport);

        Assert.Equal<string>(["", "{\"RowKey\":\"1\"}", "", "", "{\"RowKey\":\"2\"}"], await AllAsync(pages));
        Assert.Equal<string>(["", "a", "b", "c", "d"], transport.Asked.Select(uri => Argument(uri, "NextRowKey")));
        Assert.All(transport.Asked, uri => Assert.Equal((Filter, "RowKey,name", "7"), (Argument(uri, "$filter"), Argument(uri, "$select"), Argument(uri, "$top"))));
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_asked_for_again()
    {
        var transport = new StubTransport(
            StubTransport.BreaksOff("{\"value\":[{\"RowKey\":\"wro"), StubTransport.BreaksOff(""), StubTransport.Page("{\"RowKey\":\"1\"}", continuation: "b"),
            StubTransport.BreaksOff("{\"value\":[]"), StubTransport.Page("{\"RowKey\":\"2\"}"));
        await using TablePages pages = Open(transport);

        Assert.Equal(["{\"RowKey\":\"1\"}", "{\"RowKey\":\"2\"}"], await AllAsync(pages));
        Assert.Equal<string>(["", "", "", "b", "b"], transport.Asked.Select(uri => Argument(uri, "NextRowKey")));
    }

    [Fact]
    public async Task A_busy_service_is_asked_again()
    {
        var transport = new StubTransport(StubTransport.Fails(HttpStatusCode.ServiceUnavailable), StubTransport.Page("{\"RowKey\":\"1\"}"));
        await using TablePages pages = Open(transport);

        Assert.Equal(["{\"RowKey\":\"1\"}"], await AllAsync(pages));
    }

    [Fact]
    public async Task A_busy_service_is_told_to_the_gate()
    {
        var gate = new Mock<IPageGate>();
        var transport = new StubTransport(
            StubTransport.Fails(HttpStatusCode.ServiceUnavailable), StubTransport.Fails(HttpStatusCode.ServiceUnavailable, retryAfter: 0),
            StubTransport.Fails(HttpStatusCode.ServiceUnavailable, retryAfter: 0, reason: "Operations per second is over the account limit."), StubTransport.Page("{\"RowKey\":\"1\"}"));
        await using var pages = new TablePages(Client(transport), [Filter], ["RowKey"], 7, gate.Object);

        Assert.Equal(["{\"RowKey\":\"1\"}"], await AllAsync(pages));
        gate.Verify(told => told.Throttled(null, false), Times.Once);
        gate.Verify(told => told.Throttled(TimeSpan.Zero, false), Times.Once);
        gate.Verify(told => told.Throttled(TimeSpan.Zero, true), Times.Once);
        gate.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task A_refusal_is_the_SDKs_exception()
    {
        await using TablePages pages = Open(new StubTransport(StubTransport.Fails(HttpStatusCode.Forbidden)));

        RequestFailedException exception = await Assert.ThrowsAsync<RequestFailedException>(() => pages.NextAsync(TestContext.Current.CancellationToken));
        Assert.Equal(403, exception.Status);
    }

    [Fact]
    public async Task Unmarked_requests_of_the_same_client_give_entities()
    {
        TableClient table = Client(new StubTransport(StubTransport.Page("{\"PartitionKey\":\"p\",\"RowKey\":\"1\",\"name\":\"x\"}")));

        TableEntity entity = await table.QueryAsync<TableEntity>(cancellationToken: TestContext.Current.CancellationToken).SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal("x", entity.GetString("name"));
    }

    [Fact]
    public async Task A_client_that_does_not_capture_pages_is_told_so()
    {
        using var client = new HttpClient(new StubTransport(StubTransport.Page("")));
        var table = new TableClient(new Uri("https://account.table.core.windows.net"), "rows", new TableSharedKeyCredential("account", "a2V5"), new TableClientOptions { Transport = new HttpClientTransport(client) });
        await using var pages = new TablePages(table, [Filter], ["RowKey"], 7);

        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() => pages.NextAsync(TestContext.Current.CancellationToken));
        Assert.Contains("AddPageCapture", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_a_request_that_hangs()
    {
        using var cancellation = new CancellationTokenSource();
        var transport = new StubTransport(_ =>
        {
            cancellation.Cancel();
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new HangingStream()) };
        });
        await using TablePages pages = Open(transport);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pages.NextAsync(cancellation.Token));
    }

    private static TablePages Open(StubTransport transport) => new(Client(transport), [Filter], ["RowKey", "name"], 7);

    private static TableClient Client(StubTransport transport)
    {
        TableClientOptions options = new TableClientOptions { Transport = new HttpClientTransport(transport), Retry = { Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1) } }.AddPageCapture();
        return new TableClient(new Uri("https://account.table.core.windows.net"), "rows", new TableSharedKeyCredential("account", "a2V5"), options);
    }

    private static async Task<List<string>> AllAsync(TablePages pages)
    {
        var all = new List<string>();
        while (await pages.NextAsync(TestContext.Current.CancellationToken) is { } page)
        {
            using (page)
            {
                string text = Encoding.UTF8.GetString(page.Bytes, 0, page.Length);
                all.Add(text["{\"value\":[".Length..^2]);
            }
        }

        return all;
    }

    private static string Argument(Uri uri, string name) =>
        System.Web.HttpUtility.ParseQueryString(uri.Query)[name] ?? "";

    private sealed class HangingStream : MemoryStream
    {
        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }
    }
}
