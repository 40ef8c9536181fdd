using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Reporting.Api.Hosting;
using Reporting.Api.Json;
using Reporting.Exports;
using Reporting.Exports.Files;

namespace Reporting.Api.Exports;

/// <summary>Shows an export; 304 when the caller has it already.</summary>
[ApiRoute("GET", "exports/{id}", ApiAccess.Admin)]
internal sealed class GetExport(ExportLookup lookup, ExportLinkMinter links, IOptions<ExportsOptions> options, TimeProvider time) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        ExportStatus status = await lookup.GetAsync(context, cancellationToken);
        string version = ExportVersion.Of(status, TimeSpan.FromMinutes(options.Value.LinkMinutes), time.GetUtcNow());
        context.Response.Headers.ETag = version;
        if (ExportVersion.IsNamedBy(context.Request.Headers.IfNoneMatch, version))
        {
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        ExportLink? link = status.Job.State == ExportState.Successful ? await links.MintFileAsync(context, status.Job, cancellationToken) : null;
        return Results.Json(ExportAnswers.Of(status, link), ApiJson.Default.ExportAnswer);
    }
}
