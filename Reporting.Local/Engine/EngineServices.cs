using Microsoft.Extensions.DependencyInjection.Extensions;
using Reporting.Exports.Steps;
using Reporting.Exports.Workflow;
using Reporting.Telemetry;

namespace Reporting.Local.Engine;

/// <summary>Registers the local engine.</summary>
internal static class EngineServices
{
    public static IServiceCollection AddLocalEngine(this IServiceCollection services, IConfiguration configuration, bool breakFormerLease)
    {
        services.AddOptions<LocalEngineOptions>().Bind(configuration.GetSection("Local"))
            .Configure(options => options.BreakFormerLease |= breakFormerLease).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<EngineSteps>(provider => stopping => new MeasuredExportSteps(
            provider.GetRequiredService<ExportSteps>().WithCancellation(stopping),
            provider.GetRequiredService<ReportingMeter>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<CheckpointTable>();
        services.AddSingleton<LocalEngine>();
        services.AddHostedService(provider => provider.GetRequiredService<LocalEngine>());
        services.AddSingleton<IExportRunner, LocalExportRunner>();
        return services;
    }
}
