using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Reporting.Activity.Ingest;
using Reporting.Activity.Records;
using Reporting.Api.Hosting.Load;
using Reporting.Api.Json;
using Reporting.Api.Problems;
using Reporting.Api.Requests;
using Reporting.Formats.Compression;

namespace Reporting.Api.Activity;

/// <summary>The address names a kind of record.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RecordKindNameAttribute : RouteParameterAttribute
{
    public RecordKindNameAttribute()
        : base("kind", "The kind of the records.") => Values = [.. RecordKinds.All.Select(kind => kind.Name)];
}

/// <summary>Writes activity: records of one kind.</summary>
/// <remarks>Sending the same lines again changes nothing.</remarks>
[ApiRoute("POST", "activity/{kind}", ApiAccess.ActivityWriter)]
[RecordKindName]
[ReadsBody(typeof(string), "One JSON object a line (docs/formats.md), at most 10,000 lines; gzip with Content-Encoding: gzip.", "application/x-ndjson")]
[Responds(200, "The result for each line. Good lines are stored, whatever the others are.", typeof(IngestResponse))]
[ApiBodyLimit(MaximumBytes)]
internal sealed class IngestActivity(ActivityIngest ingest) : IApiHandler
{
    /// <summary>Longest body as sent.</summary>
    public const long MaximumBytes = 64 << 20;

    /// <summary>Longest body once decompressed: a small body must not grow without end.</summary>
    public const long MaximumDecompressedBytes = 512 << 20;

    /// <summary>How many times longer than it was sent a body may become; up to <see cref="MaximumBytes"/> any body may grow. Lines of activity grow ten to thirty times.</summary>
    public const int MaximumGrowth = 100;

    private static readonly string[] MediaTypes =
        ["application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines", "application/json", "application/octet-stream", "text/plain"];

    /// <summary>Writes the body's lines into the log.</summary>
    /// <exception cref="ProblemException">404 for a kind that there is not, 415 for what is no NDJSON, 400 for broken gzip, 413 for too much.</exception>
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        RecordKind kind = RecordKinds.Find(context.Request.RouteValues["kind"] as string ?? "") ?? throw ProblemException.UnknownAddress();
        RequireNdjson(context.Request);
        await using Stream sent = Open(context);
        await using Stream lines = context.Features.Get<RequestRoom>() is { } room ? new RoomedStream(sent, room) : sent;
        try
        {
            return ApiJson.Result(Describe(await ingest.IngestAsync(kind, lines, context.GetCaller().Origin, cancellationToken)));
        }
        catch (InvalidDataException)
        {
            throw new ProblemException(
                400, "invalid-gzip", "The body is not whole, valid gzip, although Content-Encoding says so: it is damaged, ends early, or something follows its end. Lines before the fault may be stored; sending all again is safe.");
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

    private static Stream Open(HttpContext context)
    {
        // Codings stand in the order in which they were applied, in one field or several (RFC 9110 section 8.4).
        string[] codings =
        [
            .. context.Request.Headers.ContentEncoding.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                .Where(coding => !string.Equals(coding, "identity", StringComparison.OrdinalIgnoreCase)),
        ];
        if (codings.Length == 0)
        {
            return context.Request.Body;
        }

        // x-gzip is an old name for the same (RFC 9110 section 8.4.1.3).
        if (codings.Length > 1 || !(string.Equals(codings[0], "gzip", StringComparison.OrdinalIgnoreCase) || string.Equals(codings[0], "x-gzip", StringComparison.OrdinalIgnoreCase)))
        {
            context.Response.Headers.AcceptEncoding = "gzip";
            throw new ProblemException(415, "unsupported-encoding", "Send the body as it is, or compressed once, with 'Content-Encoding: gzip'.");
        }

        return new GunzipStream(context.Request.Body, leaveOpen: true, CheckGrowth);
    }

    private static void CheckGrowth(long compressed, long decompressed)
    {
        long maximum = Math.Clamp(compressed * MaximumGrowth, MaximumBytes, MaximumDecompressedBytes);
        if (decompressed > maximum)
        {
            throw new ProblemException(
                StatusCodes.Status413PayloadTooLarge, "body-too-large",
                string.Create(CultureInfo.InvariantCulture, $"The body is longer than {maximum} bytes when it is decompressed, the most that this address takes of one of its length. Send it in several requests."));
        }
    }

    private static IngestResponse Describe(IngestResult result) => new(
        result.Received,
        result.Accepted,
        result.Inserted,
        result.Replaced,
        result.Unchanged,
        result.Refused,
        result.Complete,
        [.. result.BadLines.Select(line => new BadLineResponse(line.Number, line.Field.Length == 0 ? null : line.Field, line.Message))]);
}

/// <summary>The result of a call. Every good line is stored, whatever the others are.</summary>
/// <param name="Received">Lines that were read, without empty ones.</param>
/// <param name="Accepted">Lines whose rows are stored.</param>
/// <param name="Inserted">Of these, rows that were new.</param>
/// <param name="Replaced">Of these, rows that replaced an earlier phase.</param>
/// <param name="Unchanged">Of these, rows that were there already, in this or a later phase.</param>
/// <param name="Refused">Lines that were not stored.</param>
/// <param name="Complete">False when the call held more lines than one call takes; those behind were not read.</param>
/// <param name="BadLines">The first 100 lines that were not stored.</param>
public sealed record IngestResponse(
    long Received, long Accepted, long Inserted, long Replaced, long Unchanged, long Refused, bool Complete, [MaxLength(100)] IReadOnlyList<BadLineResponse> BadLines);

/// <summary>A line that was not stored, and why.</summary>
/// <param name="Line">Its number in the body, from 1.</param>
/// <param name="Field">The field at fault; absent when it is about the whole line.</param>
/// <param name="Message">What is wrong and what the field takes.</param>
public sealed record BadLineResponse(long Line, string? Field, string Message);
