using Microsoft.AspNetCore.Http;
using Reporting.Api.Hosting;
using Reporting.Api.Problems;
using Reporting.Exports;
using Reporting.Exports.Jobs;

namespace Reporting.Api.Exports;

/// <summary>Leads to the detached signature of an export's manifest by a fresh link.</summary>
[ApiRoute("GET", "exports/{id}/manifest-signature", ApiAccess.Admin)]
internal sealed class GetExportManifestSignature(ExportLookup lookup, ExportLinkMinter links) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        ExportJob job = (await lookup.GetAsync(context, cancellationToken)).Job;
        return job.State is ExportState.Successful or ExportState.Expired
            ? new LinkRedirect(await links.MintSignatureAsync(context, job, cancellationToken))
            : throw new ProblemException(StatusCodes.Status409Conflict, "no-manifest", $"This export is {ExportStateNames.NameOf(job.State)} and has no manifest.");
    }
}
