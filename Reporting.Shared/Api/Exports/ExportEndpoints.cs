using System.ComponentModel.DataAnnotations;
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
[Responds(200, "A page, without links.", typeof(ExportListResponse))]
internal sealed class ListExports(ExportLookup exports) : IApiHandler<ListExportsQuery>
{
    public async Task<IResult> HandleAsync(HttpContext context, ListExportsQuery request, CancellationToken cancellationToken)
    {
        var query = new ExportListQuery
        {
            States = [.. request.State.Select(name => ExportStateNames.Find(name)!.Value)],
            Report = request.Report?.ToLowerInvariant(),
            RequestedBy = request.RequestedBy,
            CreatedSince = request.CreatedSince,
            CreatedBefore = request.CreatedBefore,
            PageSize = request.First,
            ContinuationToken = request.After,
        };
        ExportStatusPage page = await exports.ListAsync(query, cancellationToken);
        return ApiJson.Result(new ExportListResponse([.. page.Items.Select(status => ExportResponses.Of(status))], page.ContinuationToken));
    }
}

/// <summary>Which exports to list.</summary>
internal sealed record ListExportsQuery : IValidatableObject
{
    /// <summary>Only these states.</summary>
    [ExportStateNames]
    public IReadOnlyList<string> State { get; init; } = [];

    /// <summary>Only this report.</summary>
    public string? Report { get; init; }

    /// <summary>Only what this person asked for.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>Asked for since then, inclusive.</summary>
    public DateTimeOffset? CreatedSince { get; init; }

    /// <summary>Asked for before then, exclusive.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Page size.</summary>
    [Range(1, ExportLookup.LargestPage)]
    public int First { get; init; } = ExportLookup.DefaultPage;

    /// <summary>The cursor of the page before.</summary>
    public string? After { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        After is null || ExportIds.IsValid(After) ? [] : [new ValidationResult("takes the cursor of the page before, as it was given.", ["after"])];
}

/// <summary>Shows an export.</summary>
[ApiRoute("GET", "exports/{id}", ApiAccess.Admin)]
[ExportId]
[RequestHeader("If-None-Match", "The ETag that you have.")]
[Responds(200, "The export, with a fresh link once it is SUCCESSFUL.", typeof(ExportResponse))]
[Responds(304, "Not changed since the version in If-None-Match.")]
[ResponseHeader("ETag", "Its version.")]
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
[ExportId]
[Responds(302, LinkRedirect.Description)]
[Responds(409, "The export has no file: it has not ended, or ended without one.")]
[Responds(410, "The file has been deleted.")]
[ResponseHeader("Location", "The link.")]
internal sealed class GetExportFile(ExportLookup exports, ExportLinkMinter links) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        new LinkRedirect(await links.MintFileAsync(context, await exports.FindWithFileAsync(context, cancellationToken), cancellationToken));
}

/// <summary>Leads to an export's manifest by a fresh link. It stays when the file is deleted.</summary>
[ApiRoute("GET", "exports/{id}/manifest", ApiAccess.Admin)]
[ExportId]
[Responds(302, LinkRedirect.Description)]
[Responds(409, "The export has no manifest: it has not ended, or ended without a file.")]
[ResponseHeader("Location", "The link.")]
internal sealed class GetExportManifest(ExportLookup exports, ExportLinkMinter links) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        new LinkRedirect(await links.MintManifestAsync(context, await exports.FindWithManifestAsync(context, cancellationToken), cancellationToken));
}

/// <summary>Leads to the detached signature of an export's manifest by a fresh link.</summary>
[ApiRoute("GET", "exports/{id}/manifest-signature", ApiAccess.Admin)]
[ExportId]
[Responds(302, LinkRedirect.Description)]
[Responds(409, "The export has no manifest: it has not ended, or ended without a file.")]
[ResponseHeader("Location", "The link.")]
internal sealed class GetExportManifestSignature(ExportLookup exports, ExportLinkMinter links) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        new LinkRedirect(await links.MintSignatureAsync(context, await exports.FindWithManifestAsync(context, cancellationToken), cancellationToken));
}

/// <summary>Cancels a running export, deletes a finished one's file.</summary>
[ApiRoute("DELETE", "exports/{id}", ApiAccess.Admin)]
[ExportId]
[Responds(202, "The export was running and will end as CANCELED.", typeof(ExportResponse))]
[Responds(204, "The file is deleted, or the export has none.")]
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

/// <summary>The address names an export.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ExportIdAttribute() : RouteParameterAttribute("id", "The export's id.");

/// <summary>Leads to a link: 302. The framework's own redirect writes its address into the log, and a link is a secret.</summary>
internal sealed class LinkRedirect(ExportLink link) : IResult
{
    public const string Description = "Found: a link that works without a token for 15 minutes.";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status302Found;
        httpContext.Response.Headers.Location = link.Url.AbsoluteUri;
        return Task.CompletedTask;
    }
}

/// <summary>Lists the keys that verify manifests.</summary>
[ApiRoute("GET", "manifest-keys", ApiAccess.Anonymous)]
[Responds(200, "A JSON Web Key Set (RFC 7517).", typeof(ManifestKeySet), "application/jwk-set+json")]
[Responds(503, "The store of the keys does not answer.")]
internal sealed class GetManifestKeys(IManifestKeys keys) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        Results.Bytes((await keys.ListAsync(cancellationToken)).ToJson(), "application/jwk-set+json");
}
