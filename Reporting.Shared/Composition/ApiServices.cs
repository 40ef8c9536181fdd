using GraphQL;
using GraphQL.Validation.Complexity;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Api;
using Reporting.Api.Auditing;
using Reporting.Api.AuditLogs;
using Reporting.Api.AuditLogs.Browsing;
using Reporting.Api.AuditLogs.Feed;
using Reporting.Api.Exports;
using Reporting.Api.GraphQL;
using Reporting.Api.GraphQL.Http;
using Reporting.Api.GraphQL.Limits;
using Reporting.Api.Health;
using Reporting.Api.Hosting;
using Reporting.Api.Hosting.Load;

namespace Reporting.Composition;

/// <summary>Registers <c>Api</c>.</summary>
internal static class ApiServices
{
    // Room for a token that is far too long to be answered as such, instead of by the server's bare 431.
    private const int MaximumHeaderBytes = 128 * 1024;

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddOptions<LoadOptions>().BindConfiguration(LoadOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<AccessGate>().AddSingleton<LoadGate>().AddSingleton<ApiPipeline>().AddSingleton<OccasionalAudit>();
        services.AddSingleton<StorageProbe>();
        services.AddSingleton<ExportStarter>().AddSingleton<ExportEnder>().AddSingleton<ExportLookup>().AddSingleton<ExportLinkMinter>();
        services.AddSingleton<AuditLogReader>().AddSingleton<AuditLogBrowser>().AddSingleton<AuditLogReading>();
        services.AddSingleton<FeedReader>().AddSingleton<FeedScan>().AddSingleton<TouchedMinutes>();
        services.AddReportingGraphQL();
        foreach (Type handler in ApiEndpoints.All.Select(endpoint => endpoint.Handler).Distinct())
        {
            services.AddSingleton(handler);
        }

        // Both hosts stand on Kestrel; the Functions worker on one of its own.
        return services.Configure<KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestHeadersTotalSize = MaximumHeaderBytes;
            options.Limits.MaxRequestBodySize = null; // Each endpoint has a limit of its own (BodyLimit).
        });
    }
}

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
        return services.AddSingleton<GraphQLExecutor>();
    }
}
