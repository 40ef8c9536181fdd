using Microsoft.Extensions.Options;
using Reporting.Local.Engine;
using Reporting.Schedules;

namespace Reporting.Local.Housekeeping;

/// <summary>Looks at the schedules every few seconds while this process runs the account's exports: one of several is enough.</summary>
internal sealed class ScheduleTickService(ScheduleTick schedules, LocalEngine engine, IOptions<HousekeepingOptions> options, TimeProvider time, ILogger<ScheduleTickService> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Ticks.RunAsync(
            TimeSpan.FromSeconds(options.Value.ScheduleSeconds),
            cancellationToken => engine.IsInCharge ? schedules.RunAsync(cancellationToken) : Task.CompletedTask,
            exception => HousekeepingLog.TickFailed(logger, "schedules", exception),
            time,
            stoppingToken);
}
