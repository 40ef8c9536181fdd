using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Reporting.Api.Hosting;
using Reporting.Api.Json;
using Reporting.Api.Requests;
using Reporting.Exports;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;

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
        return Results.Json(ExportResponses.Of(status), ApiJson.Default.ExportResponse, statusCode: StatusCodes.Status202Accepted);
    }
}

/// <summary>Lists exports, newest first.</summary>
[ApiRoute("GET", "exports", ApiAccess.Admin)]
[ReadsQuery]
internal sealed class ListExports(ExportLister lister) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        RequestFields fields = RequestReader.ReadQuery(context.Request);
        fields.Know("state", "report", "requestedBy", "createdSince", "createdBefore", "first", "after");
        var query = new ExportListQuery
        {
            States = StatesOf(fields),
            Report = fields.Text("report")?.ToLowerInvariant(),
            RequestedBy = fields.Text("requestedBy"),
            CreatedSince = fields.Time("createdSince"),
            CreatedBefore = fields.Time("createdBefore"),
            PageSize = (int)(fields.Number("first", 1, ExportLister.LargestPage) ?? ExportLister.DefaultPage),
            ContinuationToken = fields.Text("after"),
        };
        if (query.ContinuationToken is { } cursor && !ExportIds.IsValid(cursor))
        {
            fields.Refuse("after", "takes the cursor of the page before, as it was given.");
        }

        fields.ThrowIfRefused();
        return Results.Json(await lister.ListAsync(query, cancellationToken), ApiJson.Default.ExportListResponse);
    }

    private static List<ExportState> StatesOf(RequestFields fields)
    {
        var states = new List<ExportState>();
        foreach (string name in fields.Texts("state") ?? [])
        {
            if (ExportStateNames.Find(name) is { } state)
            {
                states.Add(state);
            }
            else
            {
                fields.Refuse("state", $"takes one of {string.Join(", ", ExportStateNames.All)}.");
            }
        }

        return states;
    }
}

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
        return Results.Json(ExportResponses.Of(status, link), ApiJson.Default.ExportResponse);
    }
}

/// <summary>Leads to an export's file by a fresh link.</summary>
[ApiRoute("GET", "exports/{id}/file", ApiAccess.Admin)]
internal sealed class GetExportFile(ExportLookup lookup, ExportLinkMinter links) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        new LinkRedirect(await links.MintFileAsync(context, await lookup.GetWithFileAsync(context, cancellationToken), cancellationToken));
}

/// <summary>Leads to an export's manifest by a fresh link. It stays when the file is deleted.</summary>
[ApiRoute("GET", "exports/{id}/manifest", ApiAccess.Admin)]
internal sealed class GetExportManifest(ExportLookup lookup, ExportLinkMinter links) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        new LinkRedirect(await links.MintManifestAsync(context, await lookup.GetWithManifestAsync(context, cancellationToken), cancellationToken));
}

/// <summary>Leads to the detached signature of an export's manifest by a fresh link.</summary>
[ApiRoute("GET", "exports/{id}/manifest-signature", ApiAccess.Admin)]
internal sealed class GetExportManifestSignature(ExportLookup lookup, ExportLinkMinter links) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        new LinkRedirect(await links.MintSignatureAsync(context, await lookup.GetWithManifestAsync(context, cancellationToken), cancellationToken));
}

/// <summary>Cancels a running export (202 with the job), deletes a finished one's file (204).</summary>
[ApiRoute("DELETE", "exports/{id}", ApiAccess.Admin)]
internal sealed class DeleteExport(ExportEnder ender, ExportLookup lookup) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        ExportDeleteOutcome outcome = await ender.EndAsync(context, ExportLookup.IdOf(context), cancellationToken);
        return outcome == ExportDeleteOutcome.CancelRequested
            ? Results.Json(ExportResponses.Of(await lookup.GetAsync(context, cancellationToken)), ApiJson.Default.ExportResponse, statusCode: StatusCodes.Status202Accepted)
            : Results.NoContent();
    }
}

/// <summary>Leads to a link: 302. The framework's own redirect writes its address into the log, and a link is a secret.</summary>
internal sealed class LinkRedirect(ExportLink link) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status302Found;
        httpContext.Response.Headers.Location = link.Url.AbsoluteUri;
        return Task.CompletedTask;
    }
}
