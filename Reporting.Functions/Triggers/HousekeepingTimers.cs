using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Reporting.Exports.Reaping;
using Reporting.Functions.Durable;
using Reporting.Metrics.Days;
using Reporting.Schedules.Retention;
using Reporting.Schedules.Turns;

namespace Reporting.Functions.Triggers;

/// <summary>
/// What the service does by the clock: schedules, and what keeps it in order. The times are literals, because what wakes a sleeping app reads them
/// outside the app, and settings whose names have levels are reported not to be resolved there; <c>AzureWebJobs.&lt;function&gt;.Disabled</c> switches one off.
/// </summary>
public sealed class HousekeepingTimers(ScheduleTick schedules, ExportReaper reaper, RetentionRun retention, MetricsPass metrics, HistoryPurger purger, DurableClientSource clients)
{
    private const string EveryMinute = "0 * * * * *";

    [Function(nameof(RunSchedules))]
    public Task RunSchedules([TimerTrigger(EveryMinute)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        clients.Set(client);
        return schedules.RunAsync(cancellationToken);
    }

    [Function(nameof(ReapExports))]
    public Task ReapExports([TimerTrigger(EveryMinute)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        clients.Set(client);
        return reaper.RunAsync(cancellationToken);
    }

    [Function(nameof(RunMetrics))]
    public Task RunMetrics([TimerTrigger(EveryMinute)] TimerInfo timer, CancellationToken cancellationToken) => metrics.RunAsync(cancellationToken);

    [Function(nameof(RunRetention))]
    public Task RunRetention([TimerTrigger("0 15 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => retention.RunAsync(cancellationToken);

    [Function(nameof(PurgeHistory))]
    public Task PurgeHistory([TimerTrigger("0 30 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        purger.PurgeAsync(client, cancellationToken);
}
