using System.ComponentModel.DataAnnotations;
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

/// <summary>How much one run of retention does, section <c>Retention</c>. How long things are kept stands with the things.</summary>
public sealed class RetentionOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Retention";

    /// <summary>Seconds after which a run stops; the next one goes on. Well below the host's time limit for a function.</summary>
    [Range(1, 1500)]
    public int Seconds { get; set; } = 240;

    /// <summary>Rows and files after which a run stops.</summary>
    [Range(1, 1_000_000_000)]
    public long Rows { get; set; } = 1_000_000;
}

/// <summary>What a run of retention logs; event ids 6201 to 6299.</summary>
internal static partial class RetentionRunLog
{
    [LoggerMessage(6201, LogLevel.Information, "Retention ran for {Seconds} s and removed {Count} rows and files.")]
    public static partial void Ran(ILogger logger, double seconds, long count);

    [LoggerMessage(6203, LogLevel.Information, "Deleted the scheduled file {File}; its manifest stays.")]
    public static partial void FileDeleted(ILogger logger, string file);

    [LoggerMessage(6202, LogLevel.Error, "Retention could not end its work on {Part}; the next run goes on.")]
    public static partial void PartFailed(ILogger logger, string part, Exception exception);
}
