using System.Globalization;
using Microsoft.AspNetCore.Http;
using Reporting.Api.Hosting;
using Reporting.Api.Json;
using Reporting.Exports;

namespace Reporting.Api.Exports;

/// <summary>Starts an export: 202 with the job and where to look at it.</summary>
[ApiRoute("POST", "exports", ApiAccess.Admin)]
internal sealed class StartExport(ExportStarter starter, ExportService exports) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        string? key = IdempotencyKey.Read(context.Request);
        ExportInput input = await ExportInputReader.ReadAsync(context.Request, cancellationToken);
        ExportStartResult result = await starter.StartAsync(context, input, key, cancellationToken);
        context.Response.Headers.Location = "/api/exports/" + result.Job!.Id;
        context.Response.Headers.RetryAfter = ((int)result.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        ExportStatus status = await exports.DescribeAsync(result.Job, cancellationToken);
        return Results.Json(ExportAnswers.Of(status), ApiJson.Default.ExportAnswer, statusCode: StatusCodes.Status202Accepted);
    }
}
