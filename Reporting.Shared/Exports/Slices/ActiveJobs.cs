using Microsoft.Extensions.Options;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Planning;

namespace Reporting.Exports.Slices;

/// <summary>The jobs on which slices are at work in this process; each is kept while one of its slices is.</summary>
internal sealed class ActiveJobs(ExportJobStore jobs, ExportFiles files, IOptions<ExportsOptions> options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (ActiveJob Job, int Slices)> _jobs = new(StringComparer.Ordinal);

    /// <summary>The job for one more slice; dispose it when the slice has ended.</summary>
    public ActiveJob Join(string jobId)
    {
        lock (_lock)
        {
            (ActiveJob Job, int Slices) entry = _jobs.TryGetValue(jobId, out (ActiveJob Job, int Slices) found) ? found : (Make(jobId), 0);
            _jobs[jobId] = entry with { Slices = entry.Slices + 1 };
            return entry.Job;
        }
    }

    /// <summary>Half the time between two looks of a slice, so that a cancellation is seen as soon as if each looked by itself, and half of that time later at most.</summary>
    private ActiveJob Make(string jobId) => new(
        () => jobs.FindAsync(jobId, CancellationToken.None), () => PlanFile.FindAsync(files, jobId, CancellationToken.None), () => Leave(jobId), time, TimeSpan.FromSeconds(options.Value.ProgressSeconds / 2.0));

    private void Leave(string jobId)
    {
        lock (_lock)
        {
            (ActiveJob job, int slices) = _jobs[jobId];
            if (slices == 1)
            {
                _jobs.Remove(jobId);
            }
            else
            {
                _jobs[jobId] = (job, slices - 1);
            }
        }
    }
}

/// <summary>
/// A job as the slices see it that are at work on it in this process: one look at its row and one reading of its plan serve all of them.
/// None of them can cancel what is asked for all, and what failed, by a time-out too, is asked anew by who comes next.
/// Made by <see cref="ActiveJobs.Join"/>; disposing leaves it.
/// </summary>
internal sealed class ActiveJob(
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
