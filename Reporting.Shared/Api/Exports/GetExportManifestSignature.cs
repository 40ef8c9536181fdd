using Microsoft.AspNetCore.Http;
using Reporting.Api.Hosting;

namespace Reporting.Api.Exports;

/// <summary>Leads to the detached signature of an export's manifest by a fresh link.</summary>
[ApiRoute("GET", "exports/{id}/manifest-signature", ApiAccess.Admin)]
internal sealed class GetExportManifestSignature(ExportLookup lookup, ExportLinkMinter links) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        new LinkRedirect(await links.MintSignatureAsync(context, await lookup.GetWithManifestAsync(context, cancellationToken), cancellationToken));
}
