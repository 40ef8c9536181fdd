using Microsoft.Extensions.Options;
using Reporting.Exports.Reaping;

namespace Reporting.Local.Housekeeping;

/// <summary>Runs the reaper. Several processes may do so at once.</summary>
internal sealed class ReaperService(
    ExportReaper reaper, IOptions<HousekeepingOptions> options, TimeProvider time, ILogger<ReaperService> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Ticks.RunAsync(
            TimeSpan.FromSeconds(options.Value.ReaperSeconds),
            reaper.RunAsync,
            exception => HousekeepingLog.TickFailed(logger, "reaper", exception),
            time,
            stoppingToken);
}
