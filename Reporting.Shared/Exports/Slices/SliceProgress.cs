using Reporting.Exports.Jobs;
using Reporting.Exports.Workflow;

namespace Reporting.Exports.Slices;

/// <summary>Sums up from the slices' rows how far an export is.</summary>
internal static class SliceProgress
{
    /// <summary>
    /// Of each part the execution that came farthest counts, since a step may run twice. A slice is done when its last part is and
    /// names no cursor to go on from.
    /// </summary>
    public static ExportProgress Of(ExportJob job, IReadOnlyList<SliceRow> rows)
    {
        long first = job.Request.First;
        long estimated = first > 0 ? Math.Min(first, job.EstimatedRows) : job.EstimatedRows;
        if (job.State is ExportState.Successful or ExportState.Expired)
        {
            return new ExportProgress(job.SliceCount, job.SliceCount, job.RowCount, job.RowCount);
        }

        long written = rows.GroupBy(row => (row.Slice, row.Part)).Sum(part => part.Max(row => row.Rows));
        int done = rows.Where(row => row is { Done: true, Cursor: null }).DistinctBy(row => row.Slice).Count();
        return new ExportProgress(done, job.SliceCount, first > 0 ? Math.Min(written, first) : written, estimated);
    }
}
