using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Reporting.Activity;
using Reporting.Activity.Ingest;
using Reporting.Api.Hosting;
using Reporting.Api.Json;
using Reporting.Api.Problems;

namespace Reporting.Api.Activity;

/// <summary>Takes activity sent as NDJSON, plain or gzip-compressed.</summary>
internal sealed class ActivityReceiver(ActivityIngest ingest)
{
    /// <summary>Longest body as sent.</summary>
    public const long MaximumBytes = 64 << 20;

    /// <summary>Longest body once decompressed: a small body must not grow without end.</summary>
    public const long MaximumDecompressedBytes = 512 << 20;

    private static readonly string[] MediaTypes =
        ["application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines", "application/json", "application/octet-stream", "text/plain"];

    /// <summary>Reads the body's lines into <paramref name="table"/>.</summary>
    /// <exception cref="ProblemException">415 for what is no NDJSON, 400 for broken gzip, 413 for too much.</exception>
    public async Task<IResult> ReceiveAsync(HttpContext context, ActivityTable table, CancellationToken cancellationToken)
    {
        RequireNdjson(context.Request);
        await using Stream lines = Open(context.Request);
        try
        {
            return Results.Json(Describe(await ingest.IngestAsync(table, lines, context.GetCaller().Origin, cancellationToken)), ApiJson.Default.IngestAnswer);
        }
        catch (InvalidDataException)
        {
            throw new ProblemException(400, "invalid-gzip", "The body is not valid gzip, although Content-Encoding says so. Lines before the fault may be stored; sending all again is safe.");
        }
    }

    private static void RequireNdjson(HttpRequest request)
    {
        bool isKnown = string.IsNullOrEmpty(request.ContentType)
            || (MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type) && MediaTypes.Contains(type.MediaType.ToString(), StringComparer.OrdinalIgnoreCase));
        if (!isKnown)
        {
            throw new ProblemException(415, "unsupported-media-type", "Send one JSON object a line, with the header 'Content-Type: application/x-ndjson'.");
        }
    }

    private static Stream Open(HttpRequest request)
    {
        string encoding = request.Headers.ContentEncoding.ToString();
        if (encoding.Length == 0 || string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase))
        {
            return request.Body;
        }

        if (!string.Equals(encoding, "gzip", StringComparison.OrdinalIgnoreCase))
        {
            throw new ProblemException(415, "unsupported-encoding", "Send the body as it is, or with 'Content-Encoding: gzip'.");
        }

        return new LimitedStream(new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true), MaximumDecompressedBytes, () => BodyLimit.TooLarge(MaximumDecompressedBytes));
    }

    private static IngestAnswer Describe(IngestResult result) => new(
        result.Received,
        result.Accepted,
        result.Inserted,
        result.Replaced,
        result.Unchanged,
        result.Refused,
        result.Complete,
        [.. result.BadLines.Select(line => new BadLineAnswer(line.Number, line.Field.Length == 0 ? null : line.Field, line.Message))]);
}
