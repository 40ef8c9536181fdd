using GraphQL;
using GraphQL.Builders;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Api.AuditLogs.Browsing;
using Reporting.Api.GraphQL.Limits;
using Reporting.Api.GraphQL.Types;
using Reporting.Metrics.Queries;

namespace Reporting.Api.GraphQL;

/// <summary>The GraphQL schema, with the introspection of the specification of October 2021, printed in docs/schema.graphql.</summary>
internal sealed class ReportingSchema : Schema
{
    public ReportingSchema(IServiceProvider services)
        : base(services)
    {
        Description = "Reports of a code-remediation platform: audit logs, recipe runs, commits and usage.";
        Features.RepeatableDirectives = true;
        Features.DeprecationOfInputValues = true;
        Directives.Register(new SpecifiedByDirective());
        this.RegisterVisitor(new IntrospectionOf2021());
        Query = services.GetRequiredService<QueryGraphType>();
        Mutation = services.GetRequiredService<MutationGraphType>();
        this.WithIntrospectionComplexityImpact(0);
    }
}

/// <summary>What can be asked.</summary>
internal sealed class QueryGraphType : ObjectGraphType
{
    public QueryGraphType()
    {
        Name = "Query";
        Description = "What can be asked.";
        AddDownload("recipeRunReportDownload", "recipe-runs", "A download of recipe runs.");
        AddDownload("commitsReportDownload", "commits", "A download of commits.");
        AddDownload("usageReportDownload", "usage", "A download of usage: recipe runs with their commits.");
        AddDownload("auditLogsDownload", "audit-logs", "A download of audit logs.");
        Field<NonNullGraphType<DownloadConnectionGraphType>>("downloads")
            .Description("All downloads, newest first.")
            .Argument<IntGraphType>("first", "Page size, 1 to 200; 25 when absent.")
            .Argument<StringGraphType>("after", "Cursor of the page before.")
            .ResolveAsync(async context => await DownloadResolvers.ListAsync(context));
        Field<NonNullGraphType<AuditLogConnectionGraphType>>("auditLogs")
            .Description("The audit log, newest first.")
            .Argument<IntGraphType>("first", string.Create(CultureInfo.InvariantCulture, $"Page size, 1 to {AuditLogQuery.LargestFirst:D}; {AuditLogQuery.DefaultFirst:D} when absent."))
            .Argument<StringGraphType>("after", "Cursor of the page before.")
            .Argument<AuditLogWhereGraphType>("where", "Which events.")
            .Argument<AuditLogOrderGraphType>("orderBy", "Their order; newest first when absent.")
            .ResolveAsync(async context => await AuditLogResolver.ReadAsync(context));
        Field<NonNullGraphType<MetricsGraphType>>("metrics")
            .Description("Numbers of a range of UTC days: runs, commits, users, repositories, hours saved.")
            .Argument<StringGraphType>("since", "First UTC day, such as 2026-01-28; 90 days before until when absent.")
            .Argument<StringGraphType>("until", "The UTC day behind the last; tomorrow when absent.")
            .Argument<MetricIntervalGraphType>("interval", "How the range is cut into periods; DAY when absent.")
            .Argument<MetricGroupingGraphType>("groupBy", "What the groups are; NONE when absent.")
            .Argument<ListGraphType<NonNullGraphType<StringGraphType>>>("organization", "Only these organizations.")
            .Argument<ListGraphType<NonNullGraphType<StringGraphType>>>("recipe", "Only recipes whose id or name is one of these, or fits one with *.")
            .Argument<ListGraphType<NonNullGraphType<StringGraphType>>>("user", "Only runs of these users.")
            .Argument<IntGraphType>("first", string.Create(CultureInfo.InvariantCulture, $"Groups that are shown, 1 to {MetricsQuery.MaxFirst}; {MetricsQuery.DefaultFirst} when absent."))
            .Argument<StringGraphType>("sort", "The measure by which groups are ordered, greatest first; recipeRuns when absent.")
            .ResolveAsync(async context => await MetricsResolver.ReadAsync(context));
    }

    private void AddDownload(string name, string report, string description) =>
        Field<DownloadGraphType>(name)
            .Description(description)
            .Argument<NonNullGraphType<IdGraphType>>("id", "Its id, as the mutation gave it.")
            .ResolveAsync(async context => await DownloadResolvers.FindAsync(context, report));
}

/// <summary>What can be done.</summary>
internal sealed class MutationGraphType : ObjectGraphType
{
    // A tenth of what one request may cost: each starts work.
    private const double Impact = GraphQLLimits.MaxComplexity / 10.0;

    public MutationGraphType()
    {
        Name = "Mutation";
        Description = "What can be done.";
        AddReport("downloadRecipeRunReport", "recipe-runs", "Starts a download of recipe runs as CSV.");
        AddReport("downloadCommitsReport", "commits", "Starts a download of commits as CSV.");
        AddReport("downloadUsageReport", "usage", "Starts a download of usage as CSV: recipe runs with their commits.")
            .Argument<StringGraphType>("organizationId", "Only runs of this organization.");
        AddReport("downloadAuditLogs", "audit-logs", "Starts a download of audit logs.")
            .Argument<NonNullGraphType<AuditLogsFormatGraphType>>("format", "The file's format.")
            .Argument<IntGraphType>("first", "The oldest so many events; 0 or absent for all.");
        Field<NonNullGraphType<DownloadGraphType>>("cancelDownload")
            .Description("Cancels a download that is running; deletes the file of one that has ended.")
            .Argument<NonNullGraphType<IdGraphType>>("id", "Its id.")
            .WithComplexityImpact(Impact, 1)
            .ResolveAsync(async context => await DownloadResolvers.CancelAsync(context));
    }

    private FieldBuilder<object?, object> AddReport(string name, string report, string description) =>
        Field<NonNullGraphType<DownloadGraphType>>(name)
            .Description(description + " Without since and until it covers everything there is up to the moment of the request.")
            .Argument<UtcDateTimeGraphType>("since", "First event time, inclusive.")
            .Argument<UtcDateTimeGraphType>("until", "End of the event times, exclusive.")
            .WithComplexityImpact(Impact, 1)
            .ResolveAsync(async context => await DownloadResolvers.StartAsync(context, report));
}
