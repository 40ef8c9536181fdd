using Reporting.Activity.Retention;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Planning;

namespace Reporting.Exports.Retention;

/// <summary>
/// Finds what running exports, of whatever engine, are reading. A QUEUED job reads nothing yet, and its plan will begin where the log is whole by then
/// (<see cref="ActivityAvailability"/>). An IN_PROGRESS job reads what its plan says; while that is being made, it may come to anything that was asked for.
/// </summary>
internal sealed class LiveRanges(ExportJobStore jobs, ExportFiles files)
{
    private const int PageSize = 1000;

    public async Task<IReadOnlyList<KeptRange>> FindAsync(CancellationToken cancellationToken)
    {
        var ranges = new List<KeptRange>();
        string? behind = null;
        do
        {
            ExportPage page = await jobs.ListAsync(new ExportListQuery { States = [ExportState.InProgress], PageSize = PageSize, ContinuationToken = behind }, cancellationToken);
            foreach (ExportJob job in page.Jobs)
            {
                StoredPlan? plan = await PlanFile.FindAsync(files, job.Id, cancellationToken);
                ranges.Add(plan is null ? new KeptRange(job.Request.Since, job.Request.Until) : new KeptRange(plan.Since, plan.Until));
            }

            behind = page.ContinuationToken;
        }
        while (behind is not null);
        return ranges;
    }
}
