using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Reporting.Functions.Durable;

namespace Reporting.Functions.Triggers;

/// <summary>Housekeeping of the engine itself.</summary>
public sealed class HistoryTimers(HistoryPurger purger)
{
    [Function(nameof(PurgeHistory))]
    public Task PurgeHistory(
        [TimerTrigger("%Durable:Purge%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        purger.PurgeAsync(client, cancellationToken);
}
