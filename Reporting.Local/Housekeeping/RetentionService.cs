using Microsoft.Extensions.Options;
using Reporting.Local.Engine;
using Reporting.Schedules.Retention;

namespace Reporting.Local.Housekeeping;

/// <summary>Runs retention now and then while this process runs the account's exports: one of several is enough.</summary>
internal sealed class RetentionService(RetentionRun retention, LocalEngine engine, IOptions<HousekeepingOptions> options, TimeProvider time, ILogger<RetentionService> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Ticks.RunAsync(
            TimeSpan.FromSeconds(options.Value.RetentionSeconds),
            cancellationToken => engine.IsInCharge ? retention.RunAsync(cancellationToken) : Task.CompletedTask,
            exception => HousekeepingLog.TickFailed(logger, "retention", exception),
            time,
            stoppingToken);
}
