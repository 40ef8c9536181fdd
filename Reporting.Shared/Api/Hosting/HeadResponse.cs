using Microsoft.AspNetCore.Http;
using Reporting.Formats.Compression;

namespace Reporting.Api.Hosting;

/// <summary>
/// Answers HEAD as GET is answered, without the body (RFC 9110, section 9.3.2). The body is written all the same, to a stream that only counts: so
/// status and headers are those of GET by construction, and its length is known.
/// </summary>
internal static class HeadResponse
{
    /// <summary>Runs <paramref name="answer"/>, keeps its headers, drops its body.</summary>
    public static async Task WriteAsync(HttpContext context, Func<Task> answer)
    {
        HttpResponse response = context.Response;
        Stream server = response.Body;
        await using var body = new CountingStream();
        response.Body = body;
        try
        {
            await answer();
            await response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // The caller is gone.
        }
        finally
        {
            response.Body = server;
        }

        // A redirect or an empty answer has no content; 204 and 304 must not tell a length of one (RFC 9110, section 8.6).
        if (body.Length > 0 && !response.HasStarted)
        {
            response.ContentLength ??= body.Length;
        }
    }

    /// <summary>Takes everything and keeps its length only.</summary>
    private sealed class CountingStream : ForwardOnlyStream
    {
        private long _length;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position { get => _length; set => throw new NotSupportedException(); }

        public override void Write(ReadOnlySpan<byte> buffer) => _length += buffer.Length;
    }
}
