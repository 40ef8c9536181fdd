using System.Globalization;
using GraphQL.Types;
using Reporting.Api.AuditLogs.Browsing;
using Reporting.Api.GraphQL.Types;

namespace Reporting.Api.GraphQL;

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
            .Argument<IntGraphType>("first", "Most of a page, 1 to 200; 25 when absent.")
            .Argument<StringGraphType>("after", "Cursor of the page before.")
            .ResolveAsync(async context => await DownloadResolvers.ListAsync(context));
        Field<NonNullGraphType<AuditLogConnectionGraphType>>("auditLogs")
            .Description("The audit log, newest first.")
            .Argument<IntGraphType>("first", string.Create(CultureInfo.InvariantCulture, $"Most of a page, 1 to {AuditLogQuery.LargestFirst:D}; {AuditLogQuery.DefaultFirst:D} when absent."))
            .Argument<StringGraphType>("after", "Cursor of the page before.")
            .Argument<AuditLogWhereGraphType>("where", "Which events.")
            .Argument<AuditLogOrderGraphType>("orderBy", "Their order; newest first when absent.")
            .ResolveAsync(async context => await AuditLogResolver.ReadAsync(context));
    }

    private void AddDownload(string name, string report, string description) =>
        Field<DownloadGraphType>(name)
            .Description(description)
            .Argument<NonNullGraphType<IdGraphType>>("id", "Its id, as the mutation gave it.")
            .ResolveAsync(async context => await DownloadResolvers.FindAsync(context, report));
}
