using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Reporting.Exports.Reaping;
using Reporting.Functions.Durable;
using Reporting.Schedules;
using Reporting.Schedules.Retention;

namespace Reporting.Functions.Triggers;

/// <summary>What the service does by the clock: schedules, and what keeps it in order.</summary>
public sealed class HousekeepingTimers(ScheduleTick schedules, ExportReaper reaper, RetentionRun retention, HistoryPurger purger, DurableClientSource clients)
{
    [Function(nameof(RunSchedules))]
    public Task RunSchedules([TimerTrigger("%Schedules:Tick%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        clients.Set(client);
        return schedules.RunAsync(cancellationToken);
    }

    [Function(nameof(ReapExports))]
    public Task ReapExports([TimerTrigger("%Schedules:Tick%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        clients.Set(client);
        return reaper.RunAsync(cancellationToken);
    }

    [Function(nameof(RunRetention))]
    public Task RunRetention([TimerTrigger("%Retention:Tick%")] TimerInfo timer, CancellationToken cancellationToken) => retention.RunAsync(cancellationToken);

    [Function(nameof(PurgeHistory))]
    public Task PurgeHistory([TimerTrigger("%Durable:Purge%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        purger.PurgeAsync(client, cancellationToken);
}
