using Microsoft.AspNetCore.Http;
using Reporting.Activity.Auditing;
using Reporting.Api.Auditing;
using Reporting.Api.Problems;
using Reporting.Exports;
using Reporting.Exports.Jobs;

namespace Reporting.Api.Exports;

/// <summary>Cancels and deletes exports for REST and GraphQL, under the eyes of the audit log.</summary>
internal sealed class ExportEnder(ExportService exports, SelfAudit audit)
{
    /// <summary>Cancels the export when it runs, deletes its file when it has ended.</summary>
    /// <exception cref="ProblemException">404.</exception>
    public async Task<ExportDeleteOutcome> EndAsync(HttpContext context, string id, CancellationToken cancellationToken)
    {
        ExportJob job = await exports.FindAsync(id, cancellationToken) ?? throw ExportLookup.NotFound();
        bool isRunning = ExportTransitions.IsRunning(job.State);
        string what = $"{job.Id}, an export of {job.Request.Report} as {job.Request.Format}";
        AuditedAction action = isRunning ? AuditedAction.CancelExport : AuditedAction.DeleteExport;
        AuditAttempt attempt = await audit.BeginAsync(action, context.GetActor(), (isRunning ? "Cancel " : "Delete the file of ") + what, cancellationToken);
        ExportDeleteOutcome outcome = await attempt.RunAsync(() => exports.DeleteAsync(id, context.GetActor().UserId, cancellationToken));
        await attempt.SucceedAsync(outcome switch
        {
            ExportDeleteOutcome.CancelRequested => "Asked to cancel " + what,
            ExportDeleteOutcome.FileDeleted => "Deleted the file of " + what,
            _ => "Found no file to delete of " + what,
        });
        return outcome;
    }
}
