using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Microsoft.AspNetCore.Http;
using Reporting.Activity.Auditing;
using Reporting.Api.Auditing;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;

namespace Reporting.Api.Exports;

/// <summary>Makes links for a caller and writes into the audit log that they were given: once for each job, person and quarter of an hour.</summary>
internal sealed class ExportLinkMinter(IExportLinks links, SelfAudit audit, TimeProvider time)
{
    private static readonly TimeSpan Slot = TimeSpan.FromMinutes(15);
    private readonly RecentKeys _audited = new(capacity: 10_000);

    /// <summary>A link to the job's file.</summary>
    public Task<ExportLink> MintFileAsync(HttpContext context, ExportJob job, CancellationToken cancellationToken) =>
        MintAsync(context, job, "file", () => links.CreateFileLinkAsync(job, cancellationToken), cancellationToken);

    /// <summary>A link to the job's manifest.</summary>
    public Task<ExportLink> MintManifestAsync(HttpContext context, ExportJob job, CancellationToken cancellationToken) =>
        MintAsync(context, job, "manifest", () => links.CreateManifestLinkAsync(job, cancellationToken), cancellationToken);

    /// <summary>A link to the signature of the job's manifest.</summary>
    public Task<ExportLink> MintSignatureAsync(HttpContext context, ExportJob job, CancellationToken cancellationToken) =>
        MintAsync(context, job, "manifest's signature", () => links.CreateSignatureLinkAsync(job, cancellationToken), cancellationToken);

    private async Task<ExportLink> MintAsync(HttpContext context, ExportJob job, string what, Func<Task<ExportLink>> mint, CancellationToken cancellationToken)
    {
        // The same event from every instance: its id and time follow from the job, the person and the quarter of an hour.
        AuditActor actor = context.GetActor();
        long slot = time.GetUtcNow().UtcTicks / Slot.Ticks;
        string key = string.Create(CultureInfo.InvariantCulture, $"{job.Id} {what} {slot} {actor.UserId}");
        if (_audited.Contains(key))
        {
            return await mint();
        }

        DateTimeOffset at = new(Math.Max(slot * Slot.Ticks, (job.EndedAt ?? job.CreatedAt).UtcTicks), TimeSpan.Zero);
        string id = "link-" + XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(key)).ToString("x32", CultureInfo.InvariantCulture);
        string description = $"a link to the {what} of {job.Id}, an export of {job.Request.Report} as {job.Request.Format}";
        AuditAttempt attempt = await audit.BeginAsync(AuditedAction.DownloadExport, actor, "Give " + description, cancellationToken, at, id);
        ExportLink link = await attempt.RunAsync(mint);
        await attempt.SucceedAsync("Gave " + description);
        _audited.Add(key);
        return link;
    }
}
