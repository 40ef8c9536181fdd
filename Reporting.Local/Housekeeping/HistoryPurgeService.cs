using DurableTask.AzureStorage;
using DurableTask.Core;
using Microsoft.Extensions.Options;
using Reporting.Local.Durable;

namespace Reporting.Local.Housekeeping;

/// <summary>Deletes the history of orchestrations that ended long ago. Jobs and files are not touched: they live in tables of their own.</summary>
internal sealed class HistoryPurgeService(
    AzureStorageOrchestrationService service, IOptions<TaskHubOptions> hub, IOptions<HousekeepingOptions> options, TimeProvider time,
    ILogger<HistoryPurgeService> logger)
    : TickService("purge of history", options.Value.RetentionSeconds, time, logger)
{
    private readonly TimeProvider _time = time;

    /// <summary>Purges once what was created more than <see cref="TaskHubOptions.HistoryDays"/> ago and has ended.</summary>
    public Task PurgeAsync() => service.PurgeInstanceHistoryAsync(
        DateTime.UnixEpoch, _time.GetUtcNow().UtcDateTime.AddDays(-hub.Value.HistoryDays),
        [OrchestrationStatus.Completed, OrchestrationStatus.Failed, OrchestrationStatus.Canceled, OrchestrationStatus.Terminated]);

    protected override Task TickAsync(CancellationToken cancellationToken) => PurgeAsync().WaitAsync(cancellationToken);
}
