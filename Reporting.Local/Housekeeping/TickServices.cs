using Microsoft.Extensions.Options;
using Reporting.Exports.Reaping;
using Reporting.Metrics.Days;
using Reporting.Schedules.Retention;
using Reporting.Schedules.Turns;

namespace Reporting.Local.Housekeeping;

/// <summary>A piece of housekeeping that is repeated until the host ends.</summary>
/// <param name="work">What it is called in the log.</param>
/// <param name="seconds">Seconds between two ticks.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Gets the ticks that fail.</param>
internal abstract partial class TickService(string work, int seconds, TimeProvider time, ILogger logger) : BackgroundService
{
    /// <summary>Does the work once.</summary>
    protected abstract Task TickAsync(CancellationToken cancellationToken);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Ticks.RunAsync(TimeSpan.FromSeconds(seconds), TickAsync, exception => LogTickFailed(logger, work, exception), time, stoppingToken);

    [LoggerMessage(EventId = 7101, Level = LogLevel.Warning, Message = "The {Work} could not do its work; it tries again at its next tick")]
    private static partial void LogTickFailed(ILogger logger, string work, Exception exception);
}

/// <summary>Keeps the sums of the metrics. Of several processes one is at work at a time.</summary>
internal sealed class MetricsService(MetricsPass metrics, IOptions<HousekeepingOptions> options, TimeProvider time, ILogger<MetricsService> logger)
    : TickService("pass over the metrics", options.Value.MetricsSeconds, time, logger)
{
    protected override Task TickAsync(CancellationToken cancellationToken) => metrics.RunAsync(cancellationToken);
}

/// <summary>Runs the reaper. Several processes may do so at once.</summary>
internal sealed class ReaperService(ExportReaper reaper, IOptions<HousekeepingOptions> options, TimeProvider time, ILogger<ReaperService> logger)
    : TickService("reaper", options.Value.ReaperSeconds, time, logger)
{
    protected override Task TickAsync(CancellationToken cancellationToken) => reaper.RunAsync(cancellationToken);
}

/// <summary>Runs retention now and then. Several processes may do so at once.</summary>
internal sealed class RetentionService(RetentionRun retention, IOptions<HousekeepingOptions> options, TimeProvider time, ILogger<RetentionService> logger)
    : TickService("retention", options.Value.RetentionSeconds, time, logger)
{
    protected override Task TickAsync(CancellationToken cancellationToken) => retention.RunAsync(cancellationToken);
}

/// <summary>Looks at the schedules every few seconds. Several processes may do so at once.</summary>
internal sealed class ScheduleTickService(ScheduleTick schedules, IOptions<HousekeepingOptions> options, TimeProvider time, ILogger<ScheduleTickService> logger)
    : TickService("schedules", options.Value.ScheduleSeconds, time, logger)
{
    protected override Task TickAsync(CancellationToken cancellationToken) => schedules.RunAsync(cancellationToken);
}
