using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Reporting.Activity.Auditing;
using Reporting.Activity.Retention;
using Reporting.Api.Auditing;
using Reporting.Api.Hosting.Load;
using Reporting.Api.Requests;
using Reporting.Formats;

namespace Reporting.Api.AuditLogs.Feed;

/// <summary>Collects what changed in the audit log, one event a line.</summary>
/// <remarks>Every event at least once, with its id, in the order of the minutes in which it changed, and never later than the watermark. docs/siem.md has recipes.</remarks>
[ApiRoute("GET", "audit-logs/feed", ApiAccess.Admin)]
[ApiMemory(16)]
[Responds(200, "The changes since the cursor. They may be none and be followed by more.", typeof(string), "application/x-ndjson", "text/plain")]
[ResponseHeader("Feed-Cursor", "What to send as cursor next time; it never expires.")]
[ResponseHeader("Feed-More", "Whether there is more already.", typeof(bool))]
[ResponseHeader("Feed-Available-From", "Events of this time and later are all in the log; those before may have been deleted. Absent when all are kept.", typeof(DateTimeOffset), IsOptional = true)]
[ResponseHeader("Feed-Watermark", "Up to when changes are told.", typeof(DateTimeOffset))]
[ResponseHeader("Link", "The next page (RFC 8288).")]
internal sealed class GetAuditLogFeed(FeedReader feed, FormatCatalogue formats, SelfAudit audit, OccasionalAudit occasional, ActivityAvailability availability, TimeProvider time)
    : IApiHandler<GetAuditLogFeedQuery>
{
    private const string Subject = "audit-logs/feed";

    public async Task<IResult> HandleAsync(HttpContext context, GetAuditLogFeedQuery request, CancellationToken cancellationToken)
    {
        IReportFormat format = formats.Find(request.Format)!;
        FeedPage page = string.IsNullOrEmpty(request.Cursor)
            ? await BeginAsync(context, FeedReader.Begin(request.Since), format, request.First, cancellationToken)
            : await GoOnAsync(context, FeedCursor.Parse(request.Cursor)!, format, request.First, cancellationToken);
        IHeaderDictionary headers = context.Response.Headers;
        headers["Feed-Cursor"] = page.Next.ToString();
        headers["Feed-More"] = page.HasMore ? "true" : "false";
        headers["Feed-Watermark"] = Rfc3339.Format(page.Watermark);
        if (await availability.GetAsync(time.GetUtcNow(), cancellationToken) is { } availableFrom)
        {
            headers["Feed-Available-From"] = Rfc3339.Format(availableFrom);
        }

        headers.Link = $"</api/audit-logs/feed?cursor={page.Next}&format={format.Name}>; rel=\"next\"";
        return Results.Stream(output => WriteAsync(page, output, cancellationToken), format.ContentType);
    }

    private async Task<FeedPage> BeginAsync(HttpContext context, FeedCursor cursor, IReportFormat format, int first, CancellationToken cancellationToken)
    {
        AuditAttempt attempt = await audit.BeginAsync(AuditedAction.ReadAuditLogs, context.GetActor(), "Begin the audit log's feed", cancellationToken);
        FeedPage page = await attempt.RunAsync(() => feed.ReadAsync(cursor, format, first, cancellationToken));
        await attempt.SucceedAsync($"Began the audit log's feed as {format.Name}");
        occasional.Note(context, Subject);
        return page;
    }

    // A cursor is only text that a caller can forge: reading on is audited too, though not each time.
    private async Task<FeedPage> GoOnAsync(HttpContext context, FeedCursor cursor, IReportFormat format, int first, CancellationToken cancellationToken)
    {
        await occasional.WriteAsync(context, AuditedAction.ReadAuditLogs, Subject, "Went on with the audit log's feed", null, cancellationToken);
        return await feed.ReadAsync(cursor, format, first, cancellationToken);
    }

    private static async Task WriteAsync(FeedPage page, Stream output, CancellationToken cancellationToken)
    {
        foreach (FeedRow row in page.Rows)
        {
            await output.WriteAsync(row.Line, cancellationToken);
        }
    }
}

/// <summary>What to collect.</summary>
internal sealed record GetAuditLogFeedQuery : IValidatableObject
{
    /// <summary>The Feed-Cursor of the response before; absent for the beginning.</summary>
    public string? Cursor { get; init; }

    /// <summary>Name of the format.</summary>
    [AllowedValues("JSONL", "CEF", "OCSF")]
    public string Format { get; init; } = "JSONL";

    /// <summary>Page size.</summary>
    [Range(1, 10_000)]
    public int First { get; init; } = 1000;

    /// <summary>Begin with changes since then; without a cursor only.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(Cursor) && FeedCursor.Parse(Cursor) is null)
        {
            yield return new ValidationResult("takes the Feed-Cursor of the response before, as it was given, or nothing for the beginning.", ["cursor"]);
        }
        else if (!string.IsNullOrEmpty(Cursor) && Since is not null)
        {
            yield return new ValidationResult("says where to begin, so it goes without a cursor.", ["since"]);
        }
    }
}
