using Microsoft.Extensions.Options;
using Reporting.Schedules.Turns;

namespace Reporting.Local.Housekeeping;

/// <summary>Looks at the schedules every few seconds. Several processes may do so at once.</summary>
internal sealed class ScheduleTickService(ScheduleTick schedules, IOptions<HousekeepingOptions> options, TimeProvider time, ILogger<ScheduleTickService> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Ticks.RunAsync(
            TimeSpan.FromSeconds(options.Value.ScheduleSeconds),
            schedules.RunAsync,
            exception => HousekeepingLog.TickFailed(logger, "schedules", exception),
            time,
            stoppingToken);
}
