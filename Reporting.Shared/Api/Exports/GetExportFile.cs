using Microsoft.AspNetCore.Http;
using Reporting.Api.Hosting;
using Reporting.Api.Problems;
using Reporting.Exports;
using Reporting.Exports.Jobs;

namespace Reporting.Api.Exports;

/// <summary>Leads to an export's file by a fresh link.</summary>
[ApiRoute("GET", "exports/{id}/file", ApiAccess.Admin)]
internal sealed class GetExportFile(ExportLookup lookup, ExportLinkMinter links) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        ExportJob job = (await lookup.GetAsync(context, cancellationToken)).Job;
        RequireFile(job);
        return new LinkRedirect(await links.MintFileAsync(context, job, cancellationToken));
    }

    private static void RequireFile(ExportJob job)
    {
        if (job.State == ExportState.Expired)
        {
            throw new ProblemException(StatusCodes.Status410Gone, "file-deleted", "The file of this export has been deleted. Ask for the export again.");
        }

        if (job.State != ExportState.Successful)
        {
            throw new ProblemException(StatusCodes.Status409Conflict, "no-file", $"This export is {ExportStateNames.NameOf(job.State)} and has no file.");
        }
    }
}
