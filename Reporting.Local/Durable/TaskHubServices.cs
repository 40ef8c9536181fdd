using DurableTask.AzureStorage;
using DurableTask.Core;
using Microsoft.Extensions.Options;
using Reporting.Exports;
using Reporting.Storage;

namespace Reporting.Local.Durable;

/// <summary>Registers the engine.</summary>
internal static class TaskHubServices
{
    /// <summary>Adds the Durable Task Framework on the hub's account. <paramref name="onlyProcess"/> says that no other process uses the account.</summary>
    public static IServiceCollection AddTaskHub(
        this IServiceCollection services, IConfiguration configuration, StorageConnection connection, bool onlyProcess)
    {
        services.AddOptions<TaskHubOptions>().Bind(configuration.GetSection(TaskHubOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        string workerId = onlyProcess
            ? "local"
            : FormattableString.Invariant($"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():n}");
        services.AddSingleton<AbandonedHub>();
        services.AddSingleton(provider => TaskHub.CreateService(
            connection, provider.GetRequiredService<IOptions<TaskHubOptions>>().Value, workerId,
            provider.GetRequiredService<AbandonedHub>(), provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(provider => new TaskHubClient(provider.GetRequiredService<AzureStorageOrchestrationService>(), null, provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IExportRunner, TaskHubExportRunner>();
        services.AddHostedService<TaskHubWorkerService>();
        services.AddHostedService<FormerEngine>();
        return services;
    }
}
