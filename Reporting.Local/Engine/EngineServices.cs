using Reporting.Exports.Workflow;

namespace Reporting.Local.Engine;

/// <summary>Registers the local engine.</summary>
internal static class EngineServices
{
    public static IServiceCollection AddLocalEngine(this IServiceCollection services, IConfiguration configuration, bool breakFormerLease)
    {
        services.AddOptions<LocalEngineOptions>().Bind(configuration.GetSection("Local"))
            .Configure(options => options.BreakFormerLease |= breakFormerLease).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<CheckpointTable>();
        services.AddSingleton<LocalEngine>();
        services.AddHostedService(provider => provider.GetRequiredService<LocalEngine>());
        services.AddSingleton<IExportRunner, LocalExportRunner>();
        return services;
    }
}
