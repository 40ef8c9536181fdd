using Reporting.Exports.Jobs;
using Reporting.Exports.Workflow;

namespace Reporting.Local.Engine;

/// <summary>The local engine as the core sees it. Another process than the one that holds the lease can use it too: it leaves word in the table.</summary>
internal sealed class LocalExportRunner(CheckpointTable table, LocalEngine engine, ExportJobStore jobs, TimeProvider time) : IExportRunner
{
    public string Engine => "local";

    public async Task StartAsync(string jobId, CancellationToken cancellationToken)
    {
        ExportJob? job = await jobs.FindAsync(jobId, cancellationToken);
        if (job is { State: Exports.ExportState.Queued or Exports.ExportState.InProgress })
        {
            DateTimeOffset now = time.GetUtcNow();
            await table.StartAsync(new RunningExport(jobId, job.RequestedBy, now, CancelRequested: false, Failed: false, Finished: false, now), cancellationToken);
            engine.Wake();
        }
    }

    /// <summary>What nobody runs (any more) is forgotten instead.</summary>
    public async Task SignalCancelAsync(string jobId, CancellationToken cancellationToken)
    {
        if (await table.FindRunningAsync(jobId, cancellationToken) is null or { Failed: true })
        {
            await table.ForgetAsync(jobId, cancellationToken);
            return;
        }

        await table.RequestCancelAsync(jobId, cancellationToken);
        engine.Wake();
    }

    /// <summary>
    /// An export that has ended is forgotten: its job's row tells how it ended. One that this process runs, or that waits here for its turn, is
    /// heard of at this moment, however long a step or the wait takes; of one that another process runs only its row tells.
    /// </summary>
    public async Task<RunnerStatus> GetStatusAsync(string jobId, CancellationToken cancellationToken) =>
        await table.FindRunningAsync(jobId, cancellationToken) switch
        {
            null => new RunnerStatus(RunnerState.Missing, null),
            { Failed: true } failed => new RunnerStatus(RunnerState.Failed, failed.LastUpdatedAt),
            { } running => new RunnerStatus(RunnerState.Running, engine.Holds(jobId) ? time.GetUtcNow() : running.LastUpdatedAt),
        };
}
