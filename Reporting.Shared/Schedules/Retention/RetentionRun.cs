using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reporting.Activity.Retention;
using Reporting.Exports.Retention;

namespace Reporting.Schedules.Retention;

/// <summary>
/// Ends what has been kept long enough: files of exports and schedules, old jobs and forgotten keys, and activity (docs/retention.md). Bounded in time and rows; what a run leaves
/// the next one takes. Running it twice, or twice at once, is harmless.
/// </summary>
public sealed class RetentionRun
{
    private readonly RetentionOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<RetentionRun> _logger;
    private readonly IReadOnlyList<(string Name, Func<RetentionBudget, CancellationToken, Task> Run)> _parts;

    internal RetentionRun(
        FileRetention files, ScheduledFileRetention scheduled, JobRetention jobs, IdempotencyRetention keys, LiveRanges live, ActivityRetention activity,
        IOptions<RetentionOptions> options, TimeProvider time, ILogger<RetentionRun> logger)
    {
        (_options, _time, _logger) = (options.Value, time, logger);
        _parts =
        [
            ("files", files.RunAsync),
            ("scheduled files", scheduled.RunAsync),
            ("jobs", jobs.RunAsync),
            ("idempotency keys", keys.RunAsync),

            // Last, since there can be any amount of it.
            ("activity", (budget, cancellationToken) => activity.RunAsync(live.FindAsync, budget, cancellationToken)),
        ];
    }

    /// <summary>Does a run's work. A part that fails does not keep the others from theirs.</summary>
    /// <exception cref="Azure.RequestFailedException">A part failed; the first failure, after all parts were tried.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        long began = _time.GetTimestamp();
        var budget = new RetentionBudget(_time, TimeSpan.FromSeconds(_options.Seconds), _options.Rows);
        Exception? failure = null;
        foreach ((string name, Func<RetentionBudget, CancellationToken, Task> run) in _parts)
        {
            try
            {
                await run(budget, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                RetentionRunLog.PartFailed(_logger, name, exception);
                failure ??= exception;
            }
        }

        RetentionRunLog.Ran(_logger, _time.GetElapsedTime(began).TotalSeconds, budget.Spent);
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}
