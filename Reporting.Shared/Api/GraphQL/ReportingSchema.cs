using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Reporting.Api.GraphQL;

/// <summary>The GraphQL schema, printed in docs/schema.graphql.</summary>
internal sealed class ReportingSchema : Schema
{
    public ReportingSchema(IServiceProvider services)
        : base(services)
    {
        Description = "Reports of a code-remediation platform: audit logs, recipe runs, commits and usage.";
        Query = services.GetRequiredService<QueryGraphType>();
        Mutation = services.GetRequiredService<MutationGraphType>();
        this.WithIntrospectionComplexityImpact(0);
    }
}
