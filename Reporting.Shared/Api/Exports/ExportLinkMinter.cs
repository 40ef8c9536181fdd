using Microsoft.AspNetCore.Http;
using Reporting.Activity.Auditing;
using Reporting.Api.Auditing;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;

namespace Reporting.Api.Exports;

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
