using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Reporting.Tests.Storage.Memory;

/// <summary>
/// <see cref="MemoryTables"/> on a port of this process, for tests and benchmarks at rates that Azurite does not reach: Azurite has one thread and scans the whole
/// table for each page.
/// </summary>
internal sealed class MemoryTableService : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly MemoryTables _tables;

    private MemoryTableService(MemoryTables tables)
    {
        _tables = tables;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.Run(tables.HandleAsync);
    }

    /// <summary>The address, without the account.</summary>
    public Uri Address => new(_application.Urls.Single());

    /// <summary>The account's connection string with this table service in it.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <inheritdoc cref="MemoryTables.Unknown"/>
    public IReadOnlyCollection<string> Unknown => _tables.Unknown;

    /// <summary>Starts a table service for an account whose blobs and queues stay where they are.</summary>
    public static async Task<MemoryTableService> StartAsync(
        string connectionString, TimeProvider time, CancellationToken cancellationToken, int maxScanned = int.MaxValue)
    {
        var service = new MemoryTableService(new MemoryTables(time, maxScanned));
        await service._application.StartAsync(cancellationToken);
        string[] parts = connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries);
        string name = parts.Single(part => part.StartsWith("AccountName=", StringComparison.Ordinal))["AccountName=".Length..];
        string others = string.Join(';', parts.Where(part => !part.StartsWith("TableEndpoint=", StringComparison.Ordinal)));
        service.ConnectionString = $"{others};TableEndpoint={service.Address}{name};";
        return service;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
