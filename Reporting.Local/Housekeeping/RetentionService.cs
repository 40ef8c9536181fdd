using Microsoft.Extensions.Options;
using Reporting.Schedules.Retention;

namespace Reporting.Local.Housekeeping;

/// <summary>Runs retention now and then. Several processes may do so at once.</summary>
internal sealed class RetentionService(
    RetentionRun retention, IOptions<HousekeepingOptions> options, TimeProvider time, ILogger<RetentionService> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Ticks.RunAsync(
            TimeSpan.FromSeconds(options.Value.RetentionSeconds),
            retention.RunAsync,
            exception => HousekeepingLog.TickFailed(logger, "retention", exception),
            time,
            stoppingToken);
}
