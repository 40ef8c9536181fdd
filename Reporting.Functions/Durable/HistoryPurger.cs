using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Reporting.Functions.Durable;

/// <summary>Deletes the history of finished orchestrations. Jobs and files are not touched: they live in tables of their own.</summary>
public sealed class HistoryPurger(IOptions<DurableOptions> options, TimeProvider time, ILogger<HistoryPurger> logger)
{
    /// <summary>How long one call may purge; well under the client's 100 seconds.</summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(45);

    /// <summary>Purges what was created more than <see cref="DurableOptions.HistoryDays"/> ago; what a run leaves, the next one takes.</summary>
    public async Task PurgeAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        DateTimeOffset createdTo = time.GetUtcNow().AddDays(-options.Value.HistoryDays);
        bool complete = false;
        for (int call = 0; call < options.Value.PurgeCalls && !complete; call++)
        {
            PurgeResult result = await client.PurgeAllInstancesAsync(Finished(createdTo), options: null, cancellationToken);
            complete = result.IsComplete ?? true;
            DurableLog.Purged(logger, result.PurgedInstanceCount, createdTo, complete);
        }
    }

    /// <summary>Ends only: an empty list of states would mean all of them.</summary>
    internal static PurgeInstancesFilter Finished(DateTimeOffset createdTo) =>
        new(CreatedTo: createdTo, Statuses: [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated])
        {
            Timeout = CallTimeout,
        };
}
