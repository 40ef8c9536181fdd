using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Planning;
using Reporting.Exports.Slices;
using Reporting.Exports.Workflow;

namespace Reporting.Exports.Steps;

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

        if (!SliceWatch.MayWork(job))
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
