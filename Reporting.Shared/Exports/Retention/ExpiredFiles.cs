using Reporting.Exports.Files;
using Reporting.Exports.Jobs;

namespace Reporting.Exports.Retention;

/// <summary>
/// Takes files away: first the job's row says so, then the file goes, then the row says that it is gone. Whatever cuts this short, no link leads to a file
/// that is not there, and the next run of retention ends it. The manifest and its signature stay.
/// </summary>
public sealed class ExpiredFiles(ExportJobStore jobs, ExportFiles files)
{
    /// <summary>A SUCCESSFUL job as it stands once its file is to go.</summary>
    public static ExportJob Expire(ExportJob job, string message)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job with { State = ExportState.Expired, StateMessage = message, DeletionPending = true };
    }

    /// <summary>Deletes the file of an EXPIRED job. Again for one that is gone already does nothing.</summary>
    public async Task DeleteAsync(ExportJob job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        await files.DeleteAsync(job.FileName, cancellationToken);
        await jobs.UpdateAsync(job.Id, current => current.DeletionPending ? current with { DeletionPending = false } : null, cancellationToken);
    }
}
