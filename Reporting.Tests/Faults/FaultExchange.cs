using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Reporting.Tests.Faults;

/// <summary>One request on its way through the proxy: a fault decides what becomes of it.</summary>
public sealed class FaultExchange(HttpContext context, StorageRequest request, FaultProxy proxy, CancellationToken aborted)
{
    // Headers of one connection, not of the message (RFC 9110 section 7.6.1), and those that the server writes itself.
    private static readonly string[] HopByHop = ["Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "Proxy-Connection"];

    /// <summary>The request.</summary>
    public StorageRequest Request => request;

    /// <summary>Ends when the caller goes away.</summary>
    public CancellationToken Aborted => aborted;

    /// <summary>Sends the request on and returns the answer, which stays here. Sent on even when the caller goes away meanwhile.</summary>
    public Task<HttpResponseMessage> SendAsync() => proxy.SendAsync(request);

    /// <summary>Sends the request on once more after a while, when its answer has long been given: a late duplicate.</summary>
    public void SendLater(TimeSpan delay) => proxy.SendLater(request, delay);

    /// <summary>Sends the request on and the answer back.</summary>
    public async Task ForwardAsync()
    {
        using HttpResponseMessage response = await SendAsync();
        await ReturnAsync(response, fraction: 1);
    }

    /// <summary>Sends the request on with one bit of its body flipped, and the answer back.</summary>
    public async Task ForwardDamagedAsync()
    {
        byte[] body = request.Body.ToArray();
        body[body.Length / 2] ^= 1;
        using HttpResponseMessage response = await proxy.SendAsync(request with { Body = body });
        await ReturnAsync(response, fraction: 1);
    }

    /// <summary>Gives an answer back, or only the beginning of its body before the connection is cut; with a pause, in ten pieces.</summary>
    public async Task ReturnAsync(HttpResponseMessage response, double fraction, TimeSpan pause = default)
    {
        byte[] body = await response.Content.ReadAsByteArrayAsync(CancellationToken.None);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach ((string name, IEnumerable<string> values) in response.Headers.Concat(response.Content.Headers).Where(header => !HopByHop.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            context.Response.Headers[name] = new StringValues([.. values]);
        }

        bool hasBody = body.Length > 0 && request.Method is not "HEAD" && context.Response.StatusCode is not (204 or 304);
        if (hasBody)
        {
            context.Response.ContentLength = body.Length;
            await WriteAsync(body.AsMemory(0, (int)(body.Length * fraction)), pause);
        }

        if (fraction < 1)
        {
            await context.Response.Body.FlushAsync(Aborted);
            context.Abort();
        }
    }

    /// <summary>Answers in the service's place.</summary>
    public async Task RespondAsync(int status, string errorCode, TimeSpan? retryAfter = null)
    {
        context.Response.StatusCode = status;
        context.Response.Headers["x-ms-error-code"] = errorCode;
        context.Response.Headers["x-ms-request-id"] = "fault-" + request.Number.ToString(CultureInfo.InvariantCulture);
        if (retryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        // Tables answer in JSON, blobs in XML (Status and error codes, Azure Storage).
        bool isBlob = request.Service is "blob";
        context.Response.ContentType = isBlob ? "application/xml" : "application/json";
        string body = isBlob
            ? $"<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{errorCode}</Code><Message>Injected by the fault proxy.</Message></Error>"
            : $$"""{"odata.error":{"code":"{{errorCode}}","message":{"lang":"en-US","value":"Injected by the fault proxy."} } }""";
        await context.Response.WriteAsync(request.Method is "HEAD" ? "" : body, Aborted);
    }

    /// <summary>Cuts the connection.</summary>
    public void Reset() => context.Abort();

    private async Task WriteAsync(ReadOnlyMemory<byte> body, TimeSpan pause)
    {
        if (pause == TimeSpan.Zero)
        {
            await context.Response.Body.WriteAsync(body, Aborted);
            return;
        }

        int piece = Math.Max(1, body.Length / 10);
        for (int at = 0; at < body.Length; at += piece)
        {
            await Task.Delay(pause, TimeProvider.System, Aborted);
            await context.Response.Body.WriteAsync(body.Slice(at, Math.Min(piece, body.Length - at)), Aborted);
            await context.Response.Body.FlushAsync(Aborted);
        }
    }
}
