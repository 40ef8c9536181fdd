using Microsoft.Extensions.DependencyInjection;

namespace Reporting.Storage;

/// <summary>Registers the account of activity, jobs and files.</summary>
public static class StorageServices
{
    /// <summary>Adds the account's clients; the host says which account (<see cref="StorageConnection.Read"/>).</summary>
    public static IServiceCollection AddReportingStorage(this IServiceCollection services, StorageConnection account) =>
        services.AddSingleton(provider => ReportingStorageFactory.Create(account, provider.GetServices<TablePipelinePolicy>()));
}
