using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Storage;

namespace Reporting.Functions.Hosting;

/// <summary>The account of activity, jobs and files, as the settings name it.</summary>
internal static class HostStorage
{
    /// <summary>Adds the account's clients.</summary>
    /// <exception cref="InvalidOperationException">No account is set; the message says what to set.</exception>
    public static IServiceCollection AddHostStorage(this IServiceCollection services, IConfiguration configuration)
    {
        StorageConnection account = StorageConnection.Read(configuration) ?? throw new InvalidOperationException(
            "Set ReportingStorage to a connection string, or ReportingStorage__tableServiceUri and ReportingStorage__blobServiceUri to the account's addresses.");
        return services.AddSingleton(provider => ReportingStorageFactory.Create(account, provider.GetServices<TablePipelinePolicy>()));
    }
}
