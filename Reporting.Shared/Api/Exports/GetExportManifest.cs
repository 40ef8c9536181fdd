using Microsoft.AspNetCore.Http;
using Reporting.Api.Hosting;

namespace Reporting.Api.Exports;

/// <summary>Leads to an export's manifest by a fresh link. It stays when the file is deleted.</summary>
[ApiRoute("GET", "exports/{id}/manifest", ApiAccess.Admin)]
internal sealed class GetExportManifest(ExportLookup lookup, ExportLinkMinter links) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        new LinkRedirect(await links.MintManifestAsync(context, await lookup.GetWithManifestAsync(context, cancellationToken), cancellationToken));
}
