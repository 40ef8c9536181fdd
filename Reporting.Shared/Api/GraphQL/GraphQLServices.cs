using GraphQL;
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
            .AddComplexityAnalyzer(complexity => complexity.MaxComplexity = GraphQLLimits.MostComplexity)
            .AddErrorInfoProvider(errors =>
            {
                errors.ExposeCodes = false;
                errors.ExposeExceptionDetails = false;
                errors.ExposeData = false;
            }));
        return services.AddSingleton<Http.GraphQLExecutor>();
    }
}
