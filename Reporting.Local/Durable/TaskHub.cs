using System.ComponentModel.DataAnnotations;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using DurableTask.AzureStorage;
using Reporting.Storage;

namespace Reporting.Local.Durable;

/// <summary>Settings of the engine, section <c>Local</c>.</summary>
internal sealed class TaskHubOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Local";

    /// <summary>Activities (plans, slices, commits) that this process runs at a time. Below <c>Exports:Window</c>, a second host on the account gets slices of the same export.</summary>
    [Range(1, 256)]
    public int MaxActivities { get; set; } = 8;

    /// <summary>Longest wait between two looks at an empty queue. What this host starts itself, it sees at once; the wait is for work that another host starts.</summary>
    [Range(50, 60_000)]
    public int MaxPollMilliseconds { get; set; } = 500;

    /// <summary>Days that the history of an ended orchestration is kept.</summary>
    [Range(1, 365)]
    public int HistoryDays { get; set; } = 14;
}

/// <summary>The task hub's service and client of the Durable Task Framework on Azure Storage, as the function app's host has them too.</summary>
internal static class TaskHub
{
    /// <summary>The hub's name, which its queues and tables begin with. Another than the function app's: the two never run each other's work.</summary>
    public const string Name = "ReportingLocal";

    /// <summary>The connection's setting.</summary>
    public const string ConnectionName = "TaskHubStorage";

    // A message and a lease come back after this long when their process has died; both are renewed several times within it.
    private static readonly TimeSpan VisibilityTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LeaseInterval = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan LeaseRenewInterval = TimeSpan.FromSeconds(3);

    /// <summary>The service. A <paramref name="workerId"/> that is the same at each start takes its own lease back at once; it must be no other running process's.</summary>
    public static AzureStorageOrchestrationService CreateService(
        StorageConnection connection, TaskHubOptions options, string workerId, AbandonedHub abandoned, ILoggerFactory loggers) =>
        new(new AzureStorageOrchestrationServiceSettings
        {
            StorageAccountClientProvider = Clients(connection, abandoned),
            TaskHubName = Name,
            WorkerId = workerId,
            PartitionCount = 1, // One queue to poll; a process orchestrates far more exports than it can run slices of.
            MaxConcurrentTaskActivityWorkItems = options.MaxActivities,
            MaxConcurrentTaskOrchestrationWorkItems = 20,
            MaxQueuePollingInterval = TimeSpan.FromMilliseconds(options.MaxPollMilliseconds),
            ControlQueueVisibilityTimeout = VisibilityTimeout,
            WorkItemQueueVisibilityTimeout = VisibilityTimeout,
            UseAppLease = false,
            UseTablePartitionManagement = true,
            LeaseInterval = LeaseInterval,
            LeaseAcquireInterval = LeaseRenewInterval,
            LeaseRenewInterval = LeaseRenewInterval,
            UseInstanceTableEtag = true,
            LoggerFactory = loggers,
        });

    /// <summary>The account of the task hub: <c>TaskHubStorage</c>, or the product's.</summary>
    /// <exception cref="InvalidOperationException">The setting names half an account.</exception>
    public static StorageConnection Connection(IConfiguration configuration, StorageConnection product) =>
        StorageConnection.Read(configuration, ConnectionName) ?? product;

    private static StorageAccountClientProvider Clients(StorageConnection connection, AbandonedHub abandoned)
    {
        var blob = Configured(new BlobClientOptions());
        var queue = Configured(new QueueClientOptions());
        var table = Configured(new TableClientOptions());
        if (connection.ConnectionString is { } text)
        {
            return new StorageAccountClientProvider(
                StorageServiceClientProvider.ForBlob(text, blob), StorageServiceClientProvider.ForQueue(text, queue),
                StorageServiceClientProvider.ForTable(text, table));
        }

        TokenCredential credential = connection.Credential!;
        return new StorageAccountClientProvider(
            StorageServiceClientProvider.ForBlob(connection.BlobServiceUri!, credential, blob),
            StorageServiceClientProvider.ForQueue(connection.QueueServiceUri!, credential, queue),
            StorageServiceClientProvider.ForTable(connection.TableServiceUri!, credential, table));

        TOptions Configured<TOptions>(TOptions options)
            where TOptions : ClientOptions
        {
            ReportingStorageFactory.Configure(options, connection, TimeSpan.FromSeconds(20));
            options.AddPolicy(abandoned, HttpPipelinePosition.PerCall);
            return options;
        }
    }
}

/// <summary>
/// Holds the requests of a hub whose worker could not be stopped, for ever. The framework (2.11.2) keeps requesting the storage that does not respond to take its
/// lease back; after ten minutes its loop ignores every cancellation and takes a whole core. A request that does not return ends that: nothing refers to the loop then.
/// </summary>
internal sealed class AbandonedHub : HttpPipelinePolicy
{
    private volatile bool _isAbandoned;

    /// <summary>Lets no request through from now on.</summary>
    public void Abandon() => _isAbandoned = true;

    /// <inheritdoc/>
    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        _isAbandoned ? new ValueTask(new TaskCompletionSource().Task) : ProcessNextAsync(message, pipeline);

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">The hub is abandoned.</exception>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (_isAbandoned)
        {
            throw new OperationCanceledException("The host has stopped.");
        }

        ProcessNext(message, pipeline);
    }
}
