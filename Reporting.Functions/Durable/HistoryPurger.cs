using System.ComponentModel.DataAnnotations;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Reporting.Functions.Durable;

/// <summary>Settings of the section <c>Durable</c>.</summary>
public sealed class DurableOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Durable";

    /// <summary>Days for which the history of a finished orchestration is kept. Only debugging the engine needs it.</summary>
    [Range(1, 365)]
    public int HistoryDays { get; set; } = 14;

    /// <summary>Purges of up to 45 seconds that one run makes.</summary>
    [Range(1, 100)]
    public int PurgeCalls { get; set; } = 10;
}

/// <summary>Deletes the history of finished orchestrations. Jobs and files are not touched: they live in tables of their own.</summary>
public sealed partial class HistoryPurger(IOptions<DurableOptions> options, TimeProvider time, ILogger<HistoryPurger> logger)
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
            Purged(logger, result.PurgedInstanceCount, createdTo, complete);
        }
    }

    /// <summary>Ends only: an empty list of states would mean all of them.</summary>
    internal static PurgeInstancesFilter Finished(DateTimeOffset createdTo) =>
        new(CreatedTo: createdTo, Statuses: [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated])
        {
            Timeout = CallTimeout,
        };

    [LoggerMessage(8004, LogLevel.Information, "Purged the history of {Count} instances created before {CreatedTo}; all done: {Complete}")]
    private static partial void Purged(ILogger logger, int count, DateTimeOffset createdTo, bool complete);
}
