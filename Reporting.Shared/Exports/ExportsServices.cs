using Microsoft.Extensions.DependencyInjection;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Slices;

namespace Reporting.Exports;

/// <summary>Registers what this folder offers.</summary>
internal static class ExportsServices
{
    public static IServiceCollection AddExports(this IServiceCollection services)
    {
        services.AddOptions<ExportsOptions>().BindConfiguration(ExportsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ExportRequestValidator>();
        services.AddSingleton<ExportJobStore>();
        services.AddSingleton<ExportIdempotency>();
        services.AddSingleton<SliceStore>();
        services.AddSingleton<ExportFiles>();
        services.AddSingleton<IExportLinks, ExportLinks>();
        services.AddSingleton<ExportService>();
        return services;
    }
}
