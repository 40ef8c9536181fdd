using Azure;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reporting.Activity.Auditing;
using Reporting.Activity.Records;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;

namespace Reporting.Exports.Workflow;

/// <summary>Payload of the finish step.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="File">The file when it succeeded, else null.</param>
/// <param name="Reason">Why it failed, safe to show, else null.</param>
public sealed record FinishRequest(string JobId, ExportOutcome Outcome, ExportFile? File, string? Reason);

/// <summary>How a workflow ends.</summary>
public enum ExportOutcome
{
    /// <summary>The file is there.</summary>
    Successful,

    /// <summary>A step failed for good.</summary>
    Failed,

    /// <summary>A user cancelled it.</summary>
    Canceled,
}

/// <summary>What follows on an export that succeeded for a schedule. It may be asked again for the same export, and may leave its work undone.</summary>
public delegate Task ScheduledExportEnded(ExportJob job, CancellationToken cancellationToken);

/// <summary>The finish step: one terminal state, always. What the row says afterwards decides whether there is a file. The reaper ends jobs by it too.</summary>
public sealed class FinishStep(ExportJobStore jobs, ExportFiles files, SelfAudit audit, ScheduledExportEnded notify, IOptions<ExportsOptions> options, TimeProvider time, ILogger<FinishStep> logger)
{
    /// <summary>Ends the job. When it has ended already, writes what the audit log may lack and cleans up after the caller. A schedule's file is delivered at once.</summary>
    public async Task RunAsync(FinishRequest request, CancellationToken cancellationToken)
    {
        ExportChange change = await EndAsync(request, null, cancellationToken);
        if (change.Job is { State: ExportState.Successful, Schedule: not null } job)
        {
            await notify(job, cancellationToken);
        }
    }

    /// <summary>The same, but only while the job's row has the version <paramref name="seen"/> (null for any); otherwise nothing is done. Won says whether this call ended the job.</summary>
    public async Task<ExportChange> EndAsync(FinishRequest request, ETag? seen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ExportChange change = await jobs.UpdateAsync(request.JobId, job => seen is null || job.ETag == seen ? End(job, request) : null, cancellationToken);
        if (seen is not null && !change.Won)
        {
            return change;
        }

        if (change.Won)
        {
            FinishStepLog.Ended(logger, request.JobId, change.Job!.State, change.Job.RowCount, change.Job.FileSize);
        }

        if (change.Job is { EndedAt: { } endedAt } ended && ended.State != ExportState.Expired)
        {
            // Under an id and a time of the job's own, so that a step that runs twice writes one event.
            await audit.RecordAsync(
                AuditedAction.FinishExport, new AuditActor(ended.RequestedBy, null, null) { Issuer = ended.RequesterIssuer, Subject = ended.RequesterSubject }, ended.State == ExportState.Successful ? AuditOutcome.Success : AuditOutcome.Failed,
                Describe(ended), endedAt, new EventKey(EventIds.Finish, ended.Id), cancellationToken);
        }

        // A finish that lost (to the reaper, say), or whose row is gone, leaves nothing behind; a file that the row names stays.
        if (change.Job?.State is not (ExportState.Successful or ExportState.Expired))
        {
            await files.DeleteAllAsync(request.JobId, cancellationToken);
        }

        return change;
    }

    private static string Describe(ExportJob job)
    {
        string what = $"{job.Id}, an export of {job.Request.Report} as {job.Request.Format}{(job.Schedule is null ? "" : " for schedule " + job.Schedule)}";
        return job.State == ExportState.Successful
            ? FormattableString.Invariant($"Finished {what}: {job.RowCount} rows, {job.FileSize} bytes, manifest {job.ManifestSha256}")
            : $"Ended {what}, without a file: {job.StateMessage}";
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
        ExportJob ended = job with { State = to, EndedAt = now, Suspicion = null };
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

/// <summary>What the finish step logs.</summary>
internal static partial class FinishStepLog
{
    [LoggerMessage(3003, LogLevel.Information, "Export {JobId} ended as {State} with {Rows} rows, {Bytes} bytes.")]
    public static partial void Ended(ILogger logger, string jobId, ExportState state, long rows, long bytes);
}
