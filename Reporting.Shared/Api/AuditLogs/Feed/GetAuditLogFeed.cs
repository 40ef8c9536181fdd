using Microsoft.AspNetCore.Http;
using Reporting.Activity.Auditing;
using Reporting.Activity.Retention;
using Reporting.Api.Auditing;
using Reporting.Api.Hosting.Load;
using Reporting.Api.Requests;
using Reporting.Formats;
using Reporting.Rows;

namespace Reporting.Api.AuditLogs.Feed;

/// <summary>The audit log for collectors: what changed since the cursor, one event a line (docs/siem.md).</summary>
[ApiRoute("GET", "audit-logs/feed", ApiAccess.Admin)]
[ReadsQuery]
[ApiMemory(16)]
internal sealed class GetAuditLogFeed(FeedReader feed, FormatCatalogue formats, SelfAudit audit, OccasionalAudit occasional, ActivityAvailability availability, TimeProvider time) : IApiHandler
{
    private const string Subject = "audit-logs/feed";
    private const int DefaultFirst = 1000;
    private const int LargestFirst = 10_000;
    private static readonly string[] FeedFormats = ["JSONL", "CEF", "OCSF"];

    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        RequestFields fields = RequestReader.ReadQuery(context.Request);
        fields.Know("cursor", "format", "first", "since");
        FeedCursor? cursor = ReadCursor(fields);
        IReportFormat? format = ReadFormat(fields);
        int first = (int)(fields.Number("first", 1, LargestFirst) ?? DefaultFirst);
        DateTimeOffset? since = fields.Time("since");
        fields.ThrowIfRefused();
        FeedPage page = cursor is null
            ? await BeginAsync(context, FeedReader.Begin(since), format!, first, cancellationToken)
            : await GoOnAsync(context, cursor, format!, first, cancellationToken);
        IHeaderDictionary headers = context.Response.Headers;
        headers["Feed-Cursor"] = page.Next.ToString();
        headers["Feed-More"] = page.HasMore ? "true" : "false";
        headers["Feed-Watermark"] = Rfc3339.Format(page.Watermark);
        if (await availability.GetAsync(time.GetUtcNow(), cancellationToken) is { } availableFrom)
        {
            headers["Feed-Available-From"] = Rfc3339.Format(availableFrom);
        }

        headers.Link = $"</api/audit-logs/feed?cursor={page.Next}&format={format!.Name}>; rel=\"next\"";
        return Results.Stream(output => WriteAsync(page, output, cancellationToken), format.ContentType);
    }

    private static FeedCursor? ReadCursor(RequestFields fields)
    {
        string? text = fields.Text("cursor");
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        FeedCursor? cursor = FeedCursor.Parse(text);
        if (cursor is null)
        {
            fields.Refuse("cursor", "takes the Feed-Cursor of the answer before, as it was given, or nothing for the beginning.");
        }
        else if (fields.Has("since"))
        {
            fields.Refuse("since", "says where to begin, so it goes without a cursor.");
        }

        return cursor;
    }

    private IReportFormat? ReadFormat(RequestFields fields)
    {
        string name = fields.Text("format") ?? FeedFormats[0];
        IReportFormat? format = FeedFormats.Contains(name, StringComparer.OrdinalIgnoreCase) ? formats.Find(name) : null;
        if (format is null)
        {
            fields.Refuse("format", $"takes {string.Join(", ", FeedFormats)}.");
        }

        return format;
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
