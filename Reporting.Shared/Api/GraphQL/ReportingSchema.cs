using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

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
