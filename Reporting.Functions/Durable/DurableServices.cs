using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Exports;
using Reporting.Exports.Workflow;

namespace Reporting.Functions.Durable;

/// <summary>Registers the engine.</summary>
internal static class DurableServices
{
    public static IServiceCollection AddDurable(this IServiceCollection services)
    {
        services.AddOptions<DurableOptions>().BindConfiguration(DurableOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DurableClientSource>();
        services.AddSingleton<IExportRunner, DurableExportRunner>();
        services.AddSingleton<HistoryPurger>();
        return services.Configure<WorkerOptions>(options => options.Serializer = new JsonObjectSerializer(WorkflowJson.Options));
    }
}
