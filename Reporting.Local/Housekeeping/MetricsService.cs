using Microsoft.Extensions.Options;
using Reporting.Metrics.Days;

namespace Reporting.Local.Housekeeping;

/// <summary>Keeps the sums of the metrics. Of several processes one is at work at a time.</summary>
internal sealed class MetricsService(MetricsPass metrics, IOptions<HousekeepingOptions> options, TimeProvider time, ILogger<MetricsService> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Ticks.RunAsync(
            TimeSpan.FromSeconds(options.Value.MetricsSeconds),
            metrics.RunAsync,
            exception => HousekeepingLog.TickFailed(logger, "pass over the metrics", exception),
            time,
            stoppingToken);
}
