using Microsoft.Extensions.Options;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Planning;

namespace Reporting.Exports.Slices;

/// <summary>The jobs on which slices are at work in this process; each is kept while one of its slices is.</summary>
internal sealed class JobsAtWork(ExportJobStore jobs, ExportFiles files, IOptions<ExportsOptions> options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (JobAtWork Job, int Slices)> _jobs = new(StringComparer.Ordinal);

    /// <summary>The job for one more slice; dispose it when the slice has ended.</summary>
    public JobAtWork Join(string jobId)
    {
        lock (_lock)
        {
            (JobAtWork Job, int Slices) entry = _jobs.TryGetValue(jobId, out (JobAtWork Job, int Slices) found) ? found : (Make(jobId), 0);
            _jobs[jobId] = entry with { Slices = entry.Slices + 1 };
            return entry.Job;
        }
    }

    /// <summary>Half the time between two looks of a slice, so that a cancellation is seen as soon as if each looked by itself, and half of that time later at most.</summary>
    private JobAtWork Make(string jobId) => new(
        () => jobs.FindAsync(jobId, CancellationToken.None), () => PlanFile.FindAsync(files, jobId, CancellationToken.None), () => Leave(jobId), time, TimeSpan.FromSeconds(options.Value.ProgressSeconds / 2.0));

    private void Leave(string jobId)
    {
        lock (_lock)
        {
            (JobAtWork job, int slices) = _jobs[jobId];
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
