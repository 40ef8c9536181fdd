using System.Net;

namespace Reporting.Benchmarks.Kernels;

/// <summary>Answers every request with one page, from memory.</summary>
internal sealed class PageTransport(byte[] page) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new ByteArrayContent(page) });
}
