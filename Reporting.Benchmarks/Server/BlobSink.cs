using System.Buffers;
using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Reporting.Benchmarks.Server;

/// <summary>
/// As much of the Blob service as an export needs: small blobs are kept, blocks are read and thrown away, and of a file put together of blocks its length is
/// known.
/// </summary>
internal sealed class BlobSink
{
    private const string LeaseId = "11111111-2222-3333-4444-555555555555";

    private readonly ConcurrentDictionary<string, Blob> _blobs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, long>> _staged = new(StringComparer.Ordinal);

    public Task RespondAsync(HttpContext context, string name)
    {
        string operation = context.Request.Query["comp"].ToString();
        context.Response.Headers["x-ms-version"] = "2021-12-02";
        context.Response.Headers["x-ms-request-id"] = "1";
        return (context.Request.Method, operation, context.Request.Query.ContainsKey("restype")) switch
        {
            ("GET", "list", _) => ListAsync(context),
            (_, _, true) => RespondAsync(context, StatusCodes.Status201Created),
            ("PUT", "block", _) => StageAsync(context, name),
            ("PUT", "blocklist", _) => CommitAsync(context, name),
            ("PUT", "lease", _) => LeaseAsync(context),
            ("PUT", _, _) => PutAsync(context, name),
            ("DELETE", _, _) => RespondAsync(context, _blobs.TryRemove(name, out _) ? StatusCodes.Status202Accepted : StatusCodes.Status404NotFound),
            _ => GetAsync(context, name),
        };
    }

    private async Task StageAsync(HttpContext context, string name)
    {
        long length = 0;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        for (int read = -1; read != 0; length += read)
        {
            read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        _staged.GetOrAdd(name, _ => new(StringComparer.Ordinal))[context.Request.Query["blockid"].ToString()] = length;
        await RespondAsync(context, StatusCodes.Status201Created);
    }

    private async Task CommitAsync(HttpContext context, string name)
    {
        XDocument list = await XDocument.LoadAsync(context.Request.Body, LoadOptions.None, context.RequestAborted);
        _staged.TryRemove(name, out ConcurrentDictionary<string, long>? staged);
        await AddAsync(context, name, new Blob([], list.Root!.Elements().Sum(block => staged![block.Value]), Metadata(context)));
    }

    private async Task PutAsync(HttpContext context, string name)
    {
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content, context.RequestAborted);
        await AddAsync(context, name, new Blob(content.ToArray(), content.Length, Metadata(context)));
    }

    private Task AddAsync(HttpContext context, string name, Blob blob)
    {
        bool once = context.Request.Headers.IfNoneMatch.Count > 0;
        if (once && !_blobs.TryAdd(name, blob))
        {
            return RespondAsync(context, StatusCodes.Status409Conflict, "BlobAlreadyExists");
        }

        _blobs[name] = blob;
        return RespondAsync(context, StatusCodes.Status201Created);
    }

    private async Task GetAsync(HttpContext context, string name)
    {
        if (!_blobs.TryGetValue(name, out Blob? blob))
        {
            await RespondAsync(context, StatusCodes.Status404NotFound, "BlobNotFound");
            return;
        }

        await RespondAsync(context, StatusCodes.Status200OK);
        context.Response.Headers["x-ms-blob-type"] = "BlockBlob";
        context.Response.ContentType = "application/octet-stream";
        foreach ((string key, string value) in blob.Metadata)
        {
            context.Response.Headers[key] = value;
        }

        context.Response.ContentLength = blob.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(blob.Content, context.RequestAborted);
        }
    }

    private static Task LeaseAsync(HttpContext context)
    {
        context.Response.Headers["x-ms-lease-id"] = LeaseId;
        string action = context.Request.Headers["x-ms-lease-action"].ToString();
        return RespondAsync(context, action switch { "acquire" => StatusCodes.Status201Created, "break" => StatusCodes.Status202Accepted, _ => StatusCodes.Status200OK });
    }

    private static async Task ListAsync(HttpContext context)
    {
        context.Response.ContentType = "application/xml";
        await context.Response.WriteAsync("<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults ContainerName=\"exports\"><Blobs /><NextMarker /></EnumerationResults>", context.RequestAborted);
    }

    private static Task RespondAsync(HttpContext context, int status, string? error = null)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.ETag = "\"0x1\"";
        context.Response.Headers.LastModified = "Thu, 01 Jan 2026 00:00:00 GMT";
        if (error is not null)
        {
            context.Response.Headers["x-ms-error-code"] = error;
        }

        return Task.CompletedTask;
    }

    private static Dictionary<string, string> Metadata(HttpContext context) => context.Request.Headers
        .Where(header => header.Key.StartsWith("x-ms-meta-", StringComparison.OrdinalIgnoreCase))
        .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);

    private sealed record Blob(byte[] Content, long Length, Dictionary<string, string> Metadata);
}
