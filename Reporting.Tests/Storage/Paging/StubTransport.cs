using System.Net;

namespace Reporting.Tests.Storage.Paging;

/// <summary>Answers requests in turn, in place of the network.</summary>
internal sealed class StubTransport(params Func<HttpRequestMessage, HttpResponseMessage>[] answers) : HttpMessageHandler
{
    private int _next;

    /// <summary>The addresses asked for.</summary>
    public List<Uri> Asked { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Add(request.RequestUri!);
        Func<HttpRequestMessage, HttpResponseMessage> answer = answers[Math.Min(_next++, answers.Length - 1)];
        HttpResponseMessage response = answer(request);
        response.RequestMessage = request;
        return Task.FromResult(response);
    }

    /// <summary>A page of rows, with a continuation if <paramref name="continuation"/> names a row.</summary>
    public static Func<HttpRequestMessage, HttpResponseMessage> Page(string rows, string? continuation = null) => _ =>
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent($$"""{"value":[{{rows}}]}""") };
        if (continuation is not null)
        {
            response.Headers.Add("x-ms-continuation-NextPartitionKey", "00-2026012808");
            response.Headers.Add("x-ms-continuation-NextRowKey", continuation);
        }

        return response;
    };

    /// <summary>A page whose body breaks off with an I/O error behind <paramref name="start"/>.</summary>
    public static Func<HttpRequestMessage, HttpResponseMessage> BreaksOff(string start) => _ =>
        new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new BreakingStream(System.Text.Encoding.UTF8.GetBytes(start))) };

    /// <summary>An error of the service, with a Retry-After of so many seconds if given.</summary>
    public static Func<HttpRequestMessage, HttpResponseMessage> Fails(HttpStatusCode status, int? retryAfter = null, string? reason = null) => _ =>
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent("""{"odata.error":{"code":"ServerBusy","message":{"lang":"en","value":"busy"}}}"""), ReasonPhrase = reason };
        response.Headers.RetryAfter = retryAfter is { } seconds ? new(TimeSpan.FromSeconds(seconds)) : null;
        return response;
    };

    private sealed class BreakingStream(byte[] start) : MemoryStream(start)
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : ValueTask.FromException<int>(new IOException("The response ended prematurely."));
    }
}
