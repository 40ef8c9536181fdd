using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Api.AuditLogs;
using Reporting.Api.AuditLogs.Browsing;
using Reporting.Api.AuditLogs.Feed;
using Reporting.Api.Auditing;
using Reporting.Api.Exports;
using Reporting.Api.GraphQL;
using Reporting.Api.Health;
using Reporting.Api.Hosting;
using Reporting.Api.Hosting.Load;

namespace Reporting.Api;

/// <summary>Registers what this folder offers.</summary>
internal static class ApiServices
{
    // Room for a token that is far too long to be answered as such, instead of by the server's bare 431.
    private const int MaximumHeaderBytes = 128 * 1024;

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddOptions<LoadOptions>().BindConfiguration(LoadOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<AccessGate>().AddSingleton<LoadGate>().AddSingleton<ApiPipeline>().AddSingleton<OccasionalAudit>();
        services.AddSingleton<StorageProbe>();
        services.AddSingleton<ExportStarter>().AddSingleton<ExportEnder>().AddSingleton<ExportLister>().AddSingleton<ExportLookup>().AddSingleton<ExportLinkMinter>();
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
