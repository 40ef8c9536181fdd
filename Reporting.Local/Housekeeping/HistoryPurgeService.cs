using DurableTask.AzureStorage;
using DurableTask.Core;
using Microsoft.Extensions.Options;
using Reporting.Local.Durable;

namespace Reporting.Local.Housekeeping;

/// <summary>Deletes the history of orchestrations that ended long ago. Jobs and files are not touched: they live in tables of their own.</summary>
internal sealed class HistoryPurgeService(
    AzureStorageOrchestrationService service, IOptions<TaskHubOptions> hub, IOptions<HousekeepingOptions> options, TimeProvider time,
    ILogger<HistoryPurgeService> logger) : BackgroundService
{
    /// <summary>Purges once what was created more than <see cref="TaskHubOptions.HistoryDays"/> ago and has ended.</summary>
    public Task PurgeAsync() => service.PurgeInstanceHistoryAsync(
        DateTime.UnixEpoch, time.GetUtcNow().UtcDateTime.AddDays(-hub.Value.HistoryDays),
        [OrchestrationStatus.Completed, OrchestrationStatus.Failed, OrchestrationStatus.Canceled, OrchestrationStatus.Terminated]);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Ticks.RunAsync(
            TimeSpan.FromSeconds(options.Value.RetentionSeconds),
            cancellationToken => PurgeAsync().WaitAsync(cancellationToken),
            exception => HousekeepingLog.TickFailed(logger, "purge of history", exception),
            time,
            stoppingToken);
}
