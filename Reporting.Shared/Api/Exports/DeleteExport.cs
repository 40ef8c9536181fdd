using Microsoft.AspNetCore.Http;
using Reporting.Api.Hosting;
using Reporting.Api.Json;
using Reporting.Exports;

namespace Reporting.Api.Exports;

/// <summary>Cancels a running export (202 with the job), deletes a finished one's file (204).</summary>
[ApiRoute("DELETE", "exports/{id}", ApiAccess.Admin)]
internal sealed class DeleteExport(ExportEnder ender, ExportLookup lookup) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        ExportDeleteOutcome outcome = await ender.EndAsync(context, ExportLookup.IdOf(context), cancellationToken);
        return outcome == ExportDeleteOutcome.CancelRequested
            ? Results.Json(ExportAnswers.Of(await lookup.GetAsync(context, cancellationToken)), ApiJson.Default.ExportAnswer, statusCode: StatusCodes.Status202Accepted)
            : Results.NoContent();
    }
}
