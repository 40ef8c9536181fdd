using Microsoft.AspNetCore.Http;
using Reporting.Api.Hosting;

namespace Reporting.Api.Exports;

/// <summary>Leads to an export's file by a fresh link.</summary>
[ApiRoute("GET", "exports/{id}/file", ApiAccess.Admin)]
internal sealed class GetExportFile(ExportLookup lookup, ExportLinkMinter links) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        new LinkRedirect(await links.MintFileAsync(context, await lookup.GetWithFileAsync(context, cancellationToken), cancellationToken));
}
