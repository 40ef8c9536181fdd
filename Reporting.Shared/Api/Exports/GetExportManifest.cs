using Microsoft.AspNetCore.Http;
using Reporting.Api.Hosting;
using Reporting.Api.Problems;
using Reporting.Exports;
using Reporting.Exports.Jobs;

namespace Reporting.Api.Exports;

/// <summary>Leads to an export's manifest by a fresh link. It stays when the file is deleted.</summary>
[ApiRoute("GET", "exports/{id}/manifest", ApiAccess.Admin)]
internal sealed class GetExportManifest(ExportLookup lookup, ExportLinkMinter links) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        ExportJob job = (await lookup.GetAsync(context, cancellationToken)).Job;
        return job.State is ExportState.Successful or ExportState.Expired
            ? new LinkRedirect(await links.MintManifestAsync(context, job, cancellationToken))
            : throw new ProblemException(StatusCodes.Status409Conflict, "no-manifest", $"This export is {ExportStateNames.NameOf(job.State)} and has no manifest.");
    }
}
