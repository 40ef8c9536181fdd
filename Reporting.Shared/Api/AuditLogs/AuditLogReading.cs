using Microsoft.AspNetCore.Http;
using Reporting.Activity.Auditing;
using Reporting.Api.AuditLogs.Browsing;
using Reporting.Api.Auditing;
using Reporting.Api.Problems;
using Reporting.Reports;

namespace Reporting.Api.AuditLogs;

/// <summary>
/// Reads the audit log for REST and GraphQL, under its own eyes: every reading from the start is an event. A cursor is only text that
/// anybody could write, so going on is one too, unless the person has read from the start or gone on in the same quarter of an hour.
/// </summary>
internal sealed class AuditLogReading(AuditLogBrowser browser, SelfAudit audit, OccasionalAudit occasional)
{
    private const string Subject = "audit-logs";

    /// <summary>A page.</summary>
    /// <exception cref="ProblemException">400: a filter or value is unknown.</exception>
    public async Task<AuditLogPage> ReadAsync(HttpContext context, AuditLogQuery query, DateTimeOffset requestedAt, CancellationToken cancellationToken)
    {
        if (query.After is not null)
        {
            await occasional.WriteAsync(context, AuditedAction.ReadAuditLogs, Subject, "Went on reading the audit log", null, cancellationToken);
            return await BrowseAsync(query, cancellationToken);
        }

        string what = "the audit log" + (query.Filters.Count == 0 ? "" : ", filtered by " + string.Join(", ", query.Filters.Keys));
        AuditAttempt attempt = await audit.BeginAsync(AuditedAction.ReadAuditLogs, context.GetActor(), "Read " + what, cancellationToken, requestedAt);
        AuditLogPage page = await attempt.RunAsync(() => BrowseAsync(query, cancellationToken));
        await attempt.SucceedAsync(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Read {what}: {page.Rows.Count} events on the first page"));
        occasional.Note(context, Subject);
        return page;
    }

    private async Task<AuditLogPage> BrowseAsync(AuditLogQuery query, CancellationToken cancellationToken)
    {
        try
        {
            return await browser.ReadAsync(query, cancellationToken);
        }
        catch (ReportQueryException exception)
        {
            throw ProblemException.Invalid(exception.Filter ?? exception.Field, exception.Message);
        }
    }
}
