using Microsoft.AspNetCore.Http;
using Reporting.Api.AuditLogs.Browsing;
using Reporting.Api.Hosting;
using Reporting.Api.Json;
using Reporting.Api.Requests;
using Reporting.Rows;

namespace Reporting.Api.AuditLogs;

/// <summary>Browses the audit log, newest first.</summary>
[ApiRoute("GET", "audit-logs", ApiAccess.Admin)]
[ReadsQuery]
internal sealed class GetAuditLogs(AuditLogReading reading, TimeProvider time) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        // As the log keeps times: this reading's own event stands at the end of the range, and so outside it.
        DateTimeOffset requestedAt = Rfc3339.ToMilliseconds(time.GetUtcNow());
        AuditLogPage page = await reading.ReadAsync(context, Read(context.Request, requestedAt), requestedAt, cancellationToken);
        var answer = new AuditLogAnswer([.. page.Rows.Select(row => row.Event)], page.Next?.ToString(), page.Next is not null, page.SearchedTo);
        return Results.Json(answer, ApiJson.Default.AuditLogAnswer);
    }

    private static AuditLogQuery Read(HttpRequest request, DateTimeOffset requestedAt)
    {
        RequestFields fields = RequestReader.ReadQuery(request);
        fields.Know([.. AuditLogFilters.Names, "since", "until", "first", "after"]);
        var filters = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (string name in AuditLogFilters.Names)
        {
            if (fields.Texts(name) is { Count: > 0 } values)
            {
                filters.Add(name, values);
            }
        }

        DateTimeOffset? since = fields.Time("since");
        DateTimeOffset until = fields.Time("until") ?? requestedAt;
        string? after = fields.Text("after");
        AuditLogCursor? cursor = after is null ? null : AuditLogCursor.Parse(after);
        if (after is not null && cursor is null)
        {
            fields.Refuse("after", "takes the cursor of the page before, as it was given.");
        }

        if (since > until)
        {
            fields.Refuse("since", "must not be later than until.");
        }

        int first = (int)(fields.Number("first", 1, AuditLogQuery.LargestFirst) ?? AuditLogQuery.DefaultFirst);
        fields.ThrowIfRefused();
        return new AuditLogQuery { Since = since, Until = until, Filters = filters, First = first, After = cursor };
    }
}
