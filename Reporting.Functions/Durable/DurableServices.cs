using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Exports.Steps;
using Reporting.Exports.Workflow;
using Reporting.Telemetry;

namespace Reporting.Functions.Durable;

/// <summary>Registers the engine.</summary>
internal static class DurableServices
{
    public static IServiceCollection AddDurable(this IServiceCollection services)
    {
        services.AddOptions<DurableOptions>().BindConfiguration("Durable").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DurableClientSource>();
        services.AddSingleton<IExportRunner, DurableExportRunner>();
        services.AddSingleton<HistoryPurger>();
        services.AddSingleton<ActivitySteps>(provider => stopping => new MeasuredExportSteps(
            provider.GetRequiredService<ExportSteps>().WithCancellation(stopping),
            provider.GetRequiredService<ReportingMeter>(), provider.GetRequiredService<TimeProvider>()));
        return services.Configure<WorkerOptions>(options => options.Serializer = new JsonObjectSerializer(DurableJson.Options));
    }
}
