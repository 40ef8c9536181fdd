using GraphQL;
using Reporting.Api.AuditLogs;
using Reporting.Api.AuditLogs.Browsing;
using Reporting.Api.Exports;
using Reporting.Api.GraphQL.Types;
using Reporting.Api.Metrics;
using Reporting.Api.Problems;
using Reporting.Api.Requests;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Exports.Requests;
using Reporting.Metrics.Queries;

namespace Reporting.Api.GraphQL;

/// <summary>Resolves downloads: the same work as the REST endpoints do.</summary>
internal static class DownloadResolvers
{
    /// <summary>Starts a download of a report.</summary>
    public static async Task<Download> StartAsync(IResolveFieldContext context, string report)
    {
        var input = new ExportInput
        {
            Report = report,
            Format = context.GetArgument<string?>("format") ?? "CSV",
            Since = context.GetArgument<DateTimeOffset?>("since"),
            Until = context.GetArgument<DateTimeOffset?>("until"),
            First = context.GetArgument<int?>("first"),
            Filters = context.GetArgument<string?>("organizationId") is { } organization ? Filter("organization", organization) : null,
        };
        ExportStartResult result = await context.GetService<ExportStarter>().StartAsync(context.GetHttpContext(), input, null, context.CancellationToken);
        return await DescribeAsync(context, result.Job!);
    }

    /// <summary>A download of a report.</summary>
    public static async Task<Download> FindAsync(IResolveFieldContext context, string report)
    {
        ExportJob? job = await context.GetService<ExportJobStore>().FindAsync(context.GetArgument<string>("id"), context.CancellationToken);
        return job is not null && string.Equals(job.Request.Report, report, StringComparison.Ordinal)
            ? await DescribeAsync(context, job)
            : throw ProblemException.NotFound($"There is no download of {report} with this id.");
    }

    /// <summary>Cancels a download.</summary>
    public static async Task<Download> CancelAsync(IResolveFieldContext context)
    {
        string id = context.GetArgument<string>("id");
        ExportWithdrawn withdrawn = await context.GetService<ExportEnder>().EndAsync(context.GetHttpContext(), id, context.CancellationToken);
        return await DescribeAsync(context, withdrawn.Job ?? throw ExportLookup.NotFound());
    }

    /// <summary>A page of downloads.</summary>
    public static async Task<DownloadConnection> ListAsync(IResolveFieldContext context)
    {
        string? after = context.GetArgument<string?>("after");
        if (after is not null && !ExportIds.IsValid(after))
        {
            throw ProblemException.Invalid("after", "takes the cursor of the page before, as it was given.");
        }

        var query = new ExportListQuery { PageSize = PageArguments.First(context, ExportLookup.DefaultPage, ExportLookup.LargestPage), ContinuationToken = after };
        ExportStatusPage page = await context.GetService<ExportLookup>().ListAsync(query, context.CancellationToken);
        Download[] downloads = [.. page.Items.Select(status => new Download(status))];
        return new DownloadConnection(
            [.. downloads.Select(download => new ConnectionEdge<Download>(download.Response.Id, download))],
            new ConnectionPageInfo(page.ContinuationToken is not null, after is not null, downloads.FirstOrDefault()?.Response.Id, downloads.LastOrDefault()?.Response.Id));
    }

    private static async Task<Download> DescribeAsync(IResolveFieldContext context, ExportJob job) =>
        new(await context.GetService<ExportLookup>().DescribeAsync(job, context.CancellationToken));

    private static Dictionary<string, IReadOnlyList<string>> Filter(string name, string value) => new(StringComparer.Ordinal) { [name] = [value] };
}

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

/// <summary>Resolves the metrics, with the arguments of <c>GET /api/metrics</c>.</summary>
internal static class MetricsResolver
{
    /// <summary>The numbers.</summary>
    public static Task<MetricsResponse> ReadAsync(IResolveFieldContext context)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (string name in RequestField.Of(typeof(MetricsRequest)).Select(field => field.Name))
        {
            object? value = context.Arguments is { } arguments && arguments.TryGetValue(name, out global::GraphQL.Execution.ArgumentValue argument) ? argument.Value : null;
            if (value is not null)
            {
                values.Add(name, value is IEnumerable<object> list ? JsonSerializer.SerializeToElement(list.Cast<string>()) : JsonSerializer.SerializeToElement(value is Enum ? value.ToString() : value));
            }
        }

        MetricsQuery query = new RequestFields(values, isQuery: true).Bind<MetricsRequest>([]).ToQuery(context.GetService<TimeProvider>().GetUtcNow());
        return MetricsResponse.ReadAsync(context.GetService<MetricsReader>(), query, context.CancellationToken);
    }
}
