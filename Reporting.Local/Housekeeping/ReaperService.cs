using Microsoft.Extensions.Options;
using Reporting.Exports.Reaping;
using Reporting.Local.Engine;

namespace Reporting.Local.Housekeeping;

/// <summary>Runs the reaper while this process runs the account's exports: whoever does not run them cannot judge them.</summary>
internal sealed class ReaperService(ExportReaper reaper, LocalEngine engine, IOptions<HousekeepingOptions> options, TimeProvider time, ILogger<ReaperService> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Ticks.RunAsync(
            TimeSpan.FromSeconds(options.Value.ReaperSeconds),
            cancellationToken => engine.IsInCharge ? reaper.RunAsync(cancellationToken) : Task.CompletedTask,
            exception => HousekeepingLog.TickFailed(logger, "reaper", exception),
            time,
            stoppingToken);
}
