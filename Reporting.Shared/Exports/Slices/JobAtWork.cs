using Reporting.Exports.Jobs;
using Reporting.Exports.Planning;

namespace Reporting.Exports.Slices;

/// <summary>
/// A job as the slices see it that are at work on it in this process: one look at its row and one reading of its plan serve all of them.
/// None of them can cancel what is asked for all, and what failed, by a time-out too, is asked anew by who comes next.
/// Made by <see cref="JobsAtWork.Join"/>; disposing leaves it.
/// </summary>
internal sealed class JobAtWork(
    Func<Task<ExportJob?>> look, Func<Task<StoredPlan?>> readPlan, Action leave, TimeProvider time, TimeSpan maxAge) : IDisposable
{
    private readonly Lock _lock = new();
    private Task<ExportJob?>? _look;
    private Task<StoredPlan?>? _plan;
    private long _lookedAt;

    /// <summary>The job as it was a moment ago, or null when it has no row.</summary>
    public Task<ExportJob?> LookAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (MustAskAgain(_look) || time.GetElapsedTime(_lookedAt) >= maxAge)
            {
                _lookedAt = time.GetTimestamp();
                _look = look();
            }

            return _look!.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The job's plan, which is written once and so never read again; null when it is gone.</summary>
    public Task<StoredPlan?> ReadPlanAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (MustAskAgain(_plan))
            {
                _plan = readPlan();
            }

            return _plan!.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => leave();

    private static bool MustAskAgain(Task? asked) => asked is null or { IsFaulted: true } or { IsCanceled: true };
}
