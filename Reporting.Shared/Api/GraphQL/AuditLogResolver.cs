using GraphQL;
using Reporting.Api.AuditLogs;
using Reporting.Api.AuditLogs.Browsing;
using Reporting.Api.GraphQL.Types;
using Reporting.Api.Problems;
using Reporting.Rows;

namespace Reporting.Api.GraphQL;

/// <summary>Resolves the audit log.</summary>
internal static class AuditLogResolver
{
    /// <summary>A page of events.</summary>
    public static async Task<AuditLogConnection> ReadAsync(IResolveFieldContext context)
    {
        DateTimeOffset requestedAt = Rfc3339.ToMilliseconds(context.GetService<TimeProvider>().GetUtcNow());
        AuditLogQuery query = Read(context, requestedAt);
        AuditLogPage page = await context.GetService<AuditLogReading>().ReadAsync(context.GetHttpContext(), query, requestedAt, context.CancellationToken);
        ConnectionEdge<AuditLogEvent>[] edges = [.. page.Rows.Select(row => new ConnectionEdge<AuditLogEvent>(new AuditLogCursor(row.Key, page.SpanTicks).ToString(), row.Event))];
        return new AuditLogConnection(
            edges,
            new ConnectionPageInfo(page.Next is not null, query.After is not null, edges.FirstOrDefault()?.Cursor, page.Next?.ToString() ?? edges.LastOrDefault()?.Cursor),
            page.SearchedTo);
    }

    private static AuditLogQuery Read(IResolveFieldContext context, DateTimeOffset requestedAt)
    {
        Dictionary<string, object?> where = context.GetArgument<Dictionary<string, object?>?>("where") ?? [];
        var since = where.GetValueOrDefault("since") as DateTimeOffset?;
        DateTimeOffset until = where.GetValueOrDefault("until") as DateTimeOffset? ?? requestedAt;
        if (since > until)
        {
            throw ProblemException.Invalid("since", "must not be later than until.");
        }

        return new AuditLogQuery
        {
            Since = since,
            Until = until,
            Filters = AuditLogFilters.Names.Where(name => where.GetValueOrDefault(name) is not null)
                .ToDictionary(name => name, IReadOnlyList<string> (name) => [.. ((IEnumerable<object>)where[name]!).Cast<string>()], StringComparer.Ordinal),
            First = PageArguments.First(context, AuditLogQuery.DefaultFirst, AuditLogQuery.LargestFirst),
            After = CursorOf(context.GetArgument<string?>("after")),
            OldestFirst = context.GetArgument<bool?>("orderBy") ?? false,
        };
    }

    private static AuditLogCursor? CursorOf(string? after) =>
        after is null ? null : AuditLogCursor.Parse(after) ?? throw ProblemException.Invalid("after", "takes the cursor of the page before, as it was given.");
}
