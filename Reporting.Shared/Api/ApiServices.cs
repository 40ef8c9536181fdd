using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Api.Exports;
using Reporting.Api.Hosting;

namespace Reporting.Api;

/// <summary>Registers what this folder offers.</summary>
internal static class ApiServices
{
    // Room for a token that is far too long to be answered as such, instead of by the server's bare 431.
    private const int MaximumHeaderBytes = 128 * 1024;

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton<AccessGate>().AddSingleton<ApiPipeline>();
        services.AddSingleton<ExportStarter>().AddSingleton<ExportEnder>().AddSingleton<ExportLister>().AddSingleton<ExportLookup>().AddSingleton<ExportLinkMinter>();
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
