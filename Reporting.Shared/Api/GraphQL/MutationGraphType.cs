using GraphQL;
using GraphQL.Builders;
using GraphQL.Types;
using Reporting.Api.GraphQL.Types;

namespace Reporting.Api.GraphQL;

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
