using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reporting.Exports.Jobs;
using Reporting.Schedules.Store;

namespace Reporting.Schedules.Turns;

/// <summary>
/// One look at all schedules, for a timer to call every minute or so. It starts what is due, delivers what is made and returns; it waits for no
/// export. Calling it twice, also at once and from several processes, does no harm.
/// </summary>
public sealed class ScheduleTick
{
    private readonly ScheduleStore _store;
    private readonly ScheduleTurn _turn;
    private readonly SchedulesOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<ScheduleTick> _logger;

    internal ScheduleTick(ScheduleStore store, ScheduleTurn turn, IOptions<SchedulesOptions> options, TimeProvider time, ILogger<ScheduleTick> logger) =>
        (_store, _turn, _options, _time, _logger) = (store, turn, options.Value, time, logger);

    /// <summary>Looks at all schedules, several at a time, for at most <see cref="SchedulesOptions.TickSeconds"/>. One that fails keeps no other from its turn.</summary>
    /// <exception cref="Azure.RequestFailedException">The schedules could not be listed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(_options.TickSeconds), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            IReadOnlyList<Schedule> schedules = await _store.ListAsync(either.Token);
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.MaxParallel, CancellationToken = either.Token };
            await Parallel.ForEachAsync(InTurn(schedules), parallel, async (schedule, token) => await RunAsync(schedule, token));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            ScheduleTickLog.TimeIsUp(_logger, _options.TickSeconds);
        }
    }

    /// <summary>Delivers what an export has just made for a schedule. The export is over whatever comes of it: what is left undone, the next look does.</summary>
    public async Task DeliverAsync(ExportJob job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (ExportSlot.Find(job.Schedule)?.Schedule is not { } name)
        {
            return;
        }

        try
        {
            await _turn.DeliverAsync(name, job.Id, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            ScheduleTickLog.TurnFailed(_logger, name, exception);
        }
    }

    private async Task RunAsync(Schedule schedule, CancellationToken cancellationToken)
    {
        try
        {
            await _turn.RunAsync(schedule, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            ScheduleTickLog.TurnFailed(_logger, schedule.Name, exception);
        }
    }

    /// <summary>Begins with another schedule every minute, so that none is always the one for which no time is left.</summary>
    private IEnumerable<Schedule> InTurn(IReadOnlyList<Schedule> schedules)
    {
        int first = schedules.Count == 0 ? 0 : (int)(_time.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute % schedules.Count);
        return schedules.Skip(first).Concat(schedules.Take(first));
    }
}

/// <summary>What the looks at the schedules log.</summary>
internal static partial class ScheduleTickLog
{
    [LoggerMessage(6004, LogLevel.Warning, "Schedule {Name} could not go on; the next look tries again.")]
    public static partial void TurnFailed(ILogger logger, string name, Exception exception);

    [LoggerMessage(6005, LogLevel.Warning, "The look at the schedules took longer than {Seconds} s (Schedules:TickSeconds) and stopped; the next goes on.")]
    public static partial void TimeIsUp(ILogger logger, int seconds);
}
