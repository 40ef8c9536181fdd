using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Reporting.Api.Json;
using Reporting.Api.Requests;
using Reporting.Exports;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Manifests;
using Reporting.Exports.Requests;
using Reporting.Exports.Slices;

namespace Reporting.Api.Exports;

/// <summary>Lists exports, newest first.</summary>
[ApiRoute("GET", "exports", ApiAccess.Admin)]
[ReadsQuery]
internal sealed class ListExports(ExportLookup exports) : IApiHandler
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
            PageSize = (int)(fields.Number("first", 1, ExportLookup.LargestPage) ?? ExportLookup.DefaultPage),
            ContinuationToken = fields.Text("after"),
        };
        if (query.ContinuationToken is { } cursor && !ExportIds.IsValid(cursor))
        {
            fields.Refuse("after", "takes the cursor of the page before, as it was given.");
        }

        fields.ThrowIfRefused();
        ExportStatusPage page = await exports.ListAsync(query, cancellationToken);
        return ApiJson.Result(new ExportListResponse([.. page.Items.Select(status => ExportResponses.Of(status))], page.ContinuationToken));
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
internal sealed class GetExport(ExportLookup exports, ExportLinkMinter links, IOptions<ExportsOptions> options, TimeProvider time) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        ExportStatus status = await exports.DescribeAsync(await exports.FindAsync(context, cancellationToken), cancellationToken);
        string version = ExportVersion.Of(status, TimeSpan.FromMinutes(options.Value.LinkMinutes), time.GetUtcNow());
        context.Response.Headers.ETag = version;
        if (ExportVersion.IsNamedBy(context.Request.Headers.IfNoneMatch, version))
        {
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        ExportLink? link = status.Job.State == ExportState.Successful ? await links.MintFileAsync(context, status.Job, cancellationToken) : null;
        return ApiJson.Result(ExportResponses.Of(status, link));
    }
}

/// <summary>Leads to an export's file by a fresh link.</summary>
[ApiRoute("GET", "exports/{id}/file", ApiAccess.Admin)]
internal sealed class GetExportFile(ExportLookup exports, ExportLinkMinter links) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        new LinkRedirect(await links.MintFileAsync(context, await exports.FindWithFileAsync(context, cancellationToken), cancellationToken));
}

/// <summary>Leads to an export's manifest by a fresh link. It stays when the file is deleted.</summary>
[ApiRoute("GET", "exports/{id}/manifest", ApiAccess.Admin)]
internal sealed class GetExportManifest(ExportLookup exports, ExportLinkMinter links) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        new LinkRedirect(await links.MintManifestAsync(context, await exports.FindWithManifestAsync(context, cancellationToken), cancellationToken));
}

/// <summary>Leads to the detached signature of an export's manifest by a fresh link.</summary>
[ApiRoute("GET", "exports/{id}/manifest-signature", ApiAccess.Admin)]
internal sealed class GetExportManifestSignature(ExportLookup exports, ExportLinkMinter links) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        new LinkRedirect(await links.MintSignatureAsync(context, await exports.FindWithManifestAsync(context, cancellationToken), cancellationToken));
}

/// <summary>Cancels a running export (202 with the job), deletes a finished one's file (204).</summary>
[ApiRoute("DELETE", "exports/{id}", ApiAccess.Admin)]
internal sealed class DeleteExport(ExportEnder ender, ExportLookup exports) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        ExportWithdrawn withdrawn = await ender.EndAsync(context, context.Request.RouteValues["id"] as string ?? "", cancellationToken);
        return withdrawn is { Outcome: ExportDeleteOutcome.CancelRequested, Job: { } job }
            ? ApiJson.Result(ExportResponses.Of(await exports.DescribeAsync(job, cancellationToken)), StatusCodes.Status202Accepted)
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

/// <summary>Publishes the keys that verify manifests, as a JSON Web Key Set (RFC 7517).</summary>
[ApiRoute("GET", "manifest-keys", ApiAccess.Anonymous)]
internal sealed class GetManifestKeys(IManifestKeys keys) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        Results.Bytes((await keys.ListAsync(cancellationToken)).ToJson(), "application/jwk-set+json");
}
