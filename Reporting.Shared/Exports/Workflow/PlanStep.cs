using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Planning;
using Reporting.Exports.Slices;

namespace Reporting.Exports.Workflow;

/// <summary>Payload of the plan step.</summary>
public sealed record PlanRequest(string JobId);

/// <summary>Result of the plan step. The plan itself is a blob; the workflow sees numbers only.</summary>
/// <param name="SliceCount">Slices, 1 to 96.</param>
/// <param name="Window">How many slices run at a time, at least 1.</param>
/// <param name="First">The oldest so many rows; 0 for all.</param>
/// <param name="EstimatedRows">Rows expected, for progress.</param>
/// <param name="Canceled">True when the job was cancelled before it was planned.</param>
public sealed record ExportPlan(int SliceCount, int Window, long First, long EstimatedRows, bool Canceled = false);

/// <summary>The plan step: takes the job into work, makes its plan once, and tells the workflow the numbers.</summary>
internal sealed class PlanStep(ExportJobStore jobs, ExportFiles files, ExportPlanner planner, TimeProvider time)
{
    public async Task<ExportPlan> RunAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        ExportChange change = await jobs.UpdateAsync(request.JobId, Begin, cancellationToken);
        if (change.Job is not { } job)
        {
            throw new ExportStepException("The export's record is gone.");
        }

        if (!SliceHeartbeat.MayWork(job))
        {
            return new ExportPlan(1, 1, 0, 0, Canceled: true);
        }

        StoredPlan plan = await PlanFile.FindAsync(files, job.Id, cancellationToken)
            ?? await PlanFile.WriteOnceAsync(files, job.Id, await planner.PlanAsync(job.Request, cancellationToken), cancellationToken);
        long estimated = job.Request.First > 0 ? Math.Min(job.Request.First, plan.EstimatedRows) : plan.EstimatedRows;
        await jobs.UpdateAsync(
            job.Id,
            current => current.State == ExportState.InProgress && current.SliceCount == 0 ? current with { EstimatedRows = estimated, SliceCount = plan.Slices.Count } : null,
            cancellationToken);
        return new ExportPlan(plan.Slices.Count, plan.Window, job.Request.First, estimated);
    }

    private ExportJob? Begin(ExportJob job) => job is { State: ExportState.Queued, CancelRequested: false }
        ? job with { State = ExportState.InProgress, StartedAt = ExportTime.Truncate(time.GetUtcNow()) }
        : null;
}
