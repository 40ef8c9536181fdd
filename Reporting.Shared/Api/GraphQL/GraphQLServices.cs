using GraphQL;
using GraphQL.Validation.Complexity;
using Microsoft.Extensions.DependencyInjection;

namespace Reporting.Api.GraphQL;

/// <summary>Registers GraphQL.</summary>
internal static class GraphQLServices
{
    public static IServiceCollection AddReportingGraphQL(this IServiceCollection services)
    {
        services.AddGraphQL(graphQL => graphQL
            .AddSelfActivatingSchema<ReportingSchema>()
            .AddSystemTextJson()
            .AddComplexityAnalyzer(complexity =>
            {
                complexity.MaxComplexity = GraphQLLimits.MaxComplexity;

                // The library multiplies by 'first' as it came: one of -1000 would pay for everything beside it.
                Func<FieldImpactContext, FieldComplexityResult> impact = complexity.DefaultComplexityImpactDelegate;
                complexity.DefaultComplexityImpactDelegate = field => impact(field) is var result && result.ChildImpactMultiplier >= 1 ? result : new(result.FieldImpact, 1);
            })
            .AddErrorInfoProvider(errors =>
            {
                errors.ExposeCodes = false;
                errors.ExposeExceptionDetails = false;
                errors.ExposeData = false;
            }));
        return services.AddSingleton<Http.GraphQLExecutor>();
    }
}
