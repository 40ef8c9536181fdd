using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Workflow;

namespace Reporting.Exports.Steps;

/// <summary>The finish step: one terminal state, always. What the row says afterwards decides whether there is a file.</summary>
internal sealed class FinishStep(ExportJobStore jobs, ExportFiles files, IOptions<ExportsOptions> options, TimeProvider time, ILogger<FinishStep> logger)
{
    public async Task RunAsync(FinishRequest request, CancellationToken cancellationToken)
    {
        ExportChange change = await jobs.UpdateAsync(request.JobId, job => End(job, request), cancellationToken);
        if (change.Won)
        {
            ExportsLog.Ended(logger, request.JobId, change.Job!.State, change.Job.RowCount, change.Job.FileSize);
        }

        // Whoever lost (to the reaper, say), or has no row any more, leaves nothing behind; a file that the row names stays.
        if (change.Job?.State is not (ExportState.Successful or ExportState.Expired))
        {
            await files.DeleteAllAsync(request.JobId, cancellationToken);
        }
    }

    private ExportJob? End(ExportJob job, FinishRequest request)
    {
        // Asked to cancel, an export that fails meanwhile is cancelled: that is what was wanted.
        ExportState to = request.Outcome switch
        {
            ExportOutcome.Successful => ExportState.Successful,
            ExportOutcome.Failed when !job.CancelRequested => ExportState.Failed,
            _ => ExportState.Canceled,
        };
        if (!ExportTransitions.IsLegal(job.State, to))
        {
            return null;
        }

        DateTimeOffset now = ExportTime.Truncate(time.GetUtcNow());
        ExportJob ended = job with { State = to, EndedAt = now };
        return to switch
        {
            ExportState.Successful => ended with
            {
                StateMessage = "", FileName = request.File!.FileName, FileSize = request.File.Bytes, RowCount = request.File.Rows, Sha256 = request.File.Sha256,
                ManifestSha256 = request.File.ManifestSha256, ExpiresAt = now.AddDays(options.Value.FileRetentionDays),
            },
            ExportState.Failed => ended with { StateMessage = request.Reason ?? "The export failed." },
            _ => ended with { StateMessage = job.StateMessage.Length > 0 ? job.StateMessage : "Cancelled." },
        };
    }
}
