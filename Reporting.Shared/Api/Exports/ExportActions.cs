using Microsoft.AspNetCore.Http;
using Reporting.Activity.Auditing;
using Reporting.Api.Auditing;
using Reporting.Api.Problems;
using Reporting.Exports;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Requests;
using Reporting.Exports.Slices;

namespace Reporting.Api.Exports;

/// <summary>Finds exports and says how far they are, for REST and GraphQL.</summary>
internal sealed class ExportLookup(ExportJobStore jobs, SliceStore slices)
{
    public const int DefaultPage = 25;
    public const int LargestPage = 200;

    /// <summary>The export that the request's address names.</summary>
    /// <exception cref="ProblemException">404.</exception>
    public Task<ExportJob> FindAsync(HttpContext context, CancellationToken cancellationToken) =>
        FindAsync(context.Request.RouteValues["id"] as string ?? "", cancellationToken);

    /// <summary>The export of this id.</summary>
    /// <exception cref="ProblemException">404.</exception>
    public async Task<ExportJob> FindAsync(string id, CancellationToken cancellationToken) => await jobs.FindAsync(id, cancellationToken) ?? throw NotFound();

    /// <summary>The export that the request's address names, when it has a file.</summary>
    /// <exception cref="ProblemException">404, 409 when it has none, 410 when the file has been deleted.</exception>
    public async Task<ExportJob> FindWithFileAsync(HttpContext context, CancellationToken cancellationToken)
    {
        ExportJob job = await FindAsync(context, cancellationToken);
        return job.State switch
        {
            ExportState.Successful => job,
            ExportState.Expired => throw new ProblemException(StatusCodes.Status410Gone, "file-deleted", "The file of this export has been deleted. Ask for the export again."),
            _ => throw Without(job, "file"),
        };
    }

    /// <summary>The export that the request's address names, when it has a manifest: that stays when the file is deleted.</summary>
    /// <exception cref="ProblemException">404, 409 when it has none.</exception>
    public async Task<ExportJob> FindWithManifestAsync(HttpContext context, CancellationToken cancellationToken)
    {
        ExportJob job = await FindAsync(context, cancellationToken);
        return job.State is ExportState.Successful or ExportState.Expired ? job : throw Without(job, "manifest");
    }

    /// <summary>A page of exports, newest first, each with how far it is.</summary>
    public async Task<ExportStatusPage> ListAsync(ExportListQuery query, CancellationToken cancellationToken)
    {
        ExportPage page = await jobs.ListAsync(query, cancellationToken);
        return new ExportStatusPage(await Task.WhenAll(page.Jobs.Select(job => DescribeAsync(job, cancellationToken))), page.ContinuationToken);
    }

    /// <summary>How far an export is; reads the slices' rows only while it runs.</summary>
    public async Task<ExportStatus> DescribeAsync(ExportJob job, CancellationToken cancellationToken)
    {
        IReadOnlyList<SliceRow> rows = job.State == ExportState.InProgress ? await slices.ReadAllAsync(job.Id, cancellationToken) : [];
        return new ExportStatus(job, SliceProgress.Of(job, rows));
    }

    /// <summary>The 404 of an id that no export has.</summary>
    public static ProblemException NotFound() => ProblemException.NotFound("There is no export of this id. GET /api/exports lists those there are.");

    private static ProblemException Without(ExportJob job, string what) =>
        new(StatusCodes.Status409Conflict, "no-" + what, $"This export is {ExportStateNames.NameOf(job.State)} and has no {what}.");
}

/// <summary>A page of exports.</summary>
/// <param name="Items">The exports, newest first.</param>
/// <param name="ContinuationToken">What to ask the next page with, or null when there is none.</param>
internal sealed record ExportStatusPage(IReadOnlyList<ExportStatus> Items, string? ContinuationToken);

/// <summary>Cancels and deletes exports for REST and GraphQL, under the eyes of the audit log.</summary>
internal sealed class ExportEnder(ExportLookup exports, ExportWithdrawal withdrawal, SelfAudit audit)
{
    /// <summary>Cancels the export when it runs, deletes its file when it has ended. The job's row is read once.</summary>
    /// <exception cref="ProblemException">404.</exception>
    public async Task<ExportWithdrawn> EndAsync(HttpContext context, string id, CancellationToken cancellationToken)
    {
        ExportJob job = await exports.FindAsync(id, cancellationToken);
        bool isRunning = ExportTransitions.IsRunning(job.State);
        string what = $"{job.Id}, an export of {job.Request.Report} as {job.Request.Format}";
        AuditedAction action = isRunning ? AuditedAction.CancelExport : AuditedAction.DeleteExport;
        AuditAttempt attempt = await audit.BeginAsync(action, context.GetActor(), (isRunning ? "Cancel " : "Delete the file of ") + what, cancellationToken);
        ExportWithdrawn withdrawn = await attempt.RunAsync(() => withdrawal.RunAsync(job, context.GetActor().UserId, cancellationToken));
        await attempt.SucceedAsync(withdrawn.Outcome switch
        {
            ExportDeleteOutcome.CancelRequested => "Asked to cancel " + what,
            ExportDeleteOutcome.FileDeleted => "Deleted the file of " + what,
            _ => "Found no file to delete of " + what,
        });
        return withdrawn;
    }
}

/// <summary>Makes links for a caller and writes into the audit log that they were given: once for each job, person and quarter of an hour.</summary>
internal sealed class ExportLinkMinter(IExportLinks links, OccasionalAudit audit)
{
    /// <summary>A link to the job's file.</summary>
    public Task<ExportLink> MintFileAsync(HttpContext context, ExportJob job, CancellationToken cancellationToken) =>
        MintAsync(context, job, "file", links.CreateFileLinkAsync, cancellationToken);

    /// <summary>A link to the job's manifest.</summary>
    public Task<ExportLink> MintManifestAsync(HttpContext context, ExportJob job, CancellationToken cancellationToken) =>
        MintAsync(context, job, "manifest", links.CreateManifestLinkAsync, cancellationToken);

    /// <summary>A link to the signature of the job's manifest.</summary>
    public Task<ExportLink> MintSignatureAsync(HttpContext context, ExportJob job, CancellationToken cancellationToken) =>
        MintAsync(context, job, "manifest's signature", links.CreateSignatureLinkAsync, cancellationToken);

    private async Task<ExportLink> MintAsync(
        HttpContext context, ExportJob job, string what, Func<ExportJob, CancellationToken, Task<ExportLink>> mint, CancellationToken cancellationToken)
    {
        ExportLink link = await mint(job, cancellationToken);
        await audit.WriteAsync(
            context, AuditedAction.DownloadExport, $"{job.Id} {what}", $"Gave a link to the {what} of {job.Id}, an export of {job.Request.Report} as {job.Request.Format}",
            job.EndedAt ?? job.CreatedAt, cancellationToken);
        return link;
    }
}
