using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Reporting.Activity.Auditing;
using Reporting.Api.Auditing;
using Reporting.Api.AuditLogs.Browsing;
using Reporting.Api.Json;
using Reporting.Api.Problems;
using Reporting.Api.Requests;
using Reporting.Reports;
using Reporting.Reports.Definitions;

namespace Reporting.Api.AuditLogs;

/// <summary>Browses the audit log, newest first.</summary>
[ApiRoute("GET", "audit-logs", ApiAccess.Admin)]
[Responds(200, "A page. It may hold fewer events than asked for, or none, and still have a next one.", typeof(AuditLogResponse))]
internal sealed class GetAuditLogs(AuditLogReading reading, TimeProvider time) : IApiHandler<GetAuditLogsQuery>
{
    public async Task<IResult> HandleAsync(HttpContext context, GetAuditLogsQuery request, CancellationToken cancellationToken)
    {
        // As the log keeps times: this reading's own event stands at the end of the range, and so outside it.
        DateTimeOffset requestedAt = Rfc3339.ToMilliseconds(time.GetUtcNow());
        var query = new AuditLogQuery
        {
            Since = request.Since, Until = request.Until ?? requestedAt, Filters = request.Filters, First = request.First,
            After = request.After is { } cursor ? AuditLogCursor.Parse(cursor) : null,
        };
        if (query.Since > query.Until)
        {
            throw ProblemException.Invalid("since", "must not be later than until.");
        }

        AuditLogPage page = await reading.ReadAsync(context, query, requestedAt, cancellationToken);
        var response = new AuditLogResponse([.. page.Rows.Select(row => row.Event)], page.Next?.ToString(), page.Next is not null, page.SearchedTo);
        return ApiJson.Result(response);
    }
}

/// <summary>Which events to show.</summary>
internal sealed record GetAuditLogsQuery : IValidatableObject
{
    /// <summary>First event time, inclusive.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>End of the event times, exclusive; the moment of the request when absent.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Filter name to values of which one must match.</summary>
    [ReportFilters("audit-logs")]
    public Dictionary<string, IReadOnlyList<string>> Filters { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Page size.</summary>
    [Range(1, AuditLogQuery.LargestFirst)]
    public int First { get; init; } = AuditLogQuery.DefaultFirst;

    /// <summary>The cursor of the page before.</summary>
    public string? After { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        After is null || AuditLogCursor.Parse(After) is not null ? [] : [new ValidationResult("takes the cursor of the page before, as it was given.", ["after"])];
}

/// <summary>
/// Reads the audit log for REST and GraphQL, under its own eyes: every reading from the start is an event. A cursor is only text that
/// a caller can forge, so reading on is audited too, unless the person has read from the start or read on in the same quarter of an hour.
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

/// <summary>The filters of the audit log, as its report has them.</summary>
internal static class AuditLogFilters
{
    /// <summary>Their names: <c>user target action actionType outcome text</c>.</summary>
    public static ImmutableArray<string> Names { get; } = [.. ReportCatalogue.Find("audit-logs").Filters.Select(filter => filter.Name)];
}

/// <summary>A page of the audit log.</summary>
/// <param name="Items">The events, newest first.</param>
/// <param name="Cursor">What to send as <c>after</c> to go on; absent at the end.</param>
/// <param name="HasNextPage">Whether there may be more.</param>
/// <param name="SearchedBackTo">How far back this page has searched; absent when it has searched everything.</param>
public sealed record AuditLogResponse(IReadOnlyList<AuditLogEvent> Items, string? Cursor, bool HasNextPage, DateTimeOffset? SearchedBackTo);
