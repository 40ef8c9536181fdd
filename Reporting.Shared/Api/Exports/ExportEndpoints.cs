using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Reporting.Api.Hosting;
using Reporting.Api.Json;
using Reporting.Api.Problems;
using Reporting.Exports;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;

namespace Reporting.Api.Exports;

/// <summary>Starts an export.</summary>
[ApiRoute("POST", "exports", ApiAccess.Admin)]
[RequestHeader("Idempotency-Key", "The same key with the same body gives the same export, for 24 hours.", IdempotencyKey.MaxLength)]
[Responds(202, "The export. Look at Location until its state is SUCCESSFUL.", typeof(ExportResponse))]
[Responds(422, "The Idempotency-Key was sent before with another request.")]
[Responds(429, "As many of your exports are running as one person may have.")]
[ResponseHeader("Location", "The export.")]
[ResponseHeader("Retry-After", "Seconds to wait before looking.", typeof(int))]
internal sealed class StartExport(ExportStarter starter, ExportService exports) : IApiHandler<ExportInput>
{
    public async Task<IResult> HandleAsync(HttpContext context, ExportInput input, CancellationToken cancellationToken)
    {
        string? key = IdempotencyKey.Read(context.Request);
        ExportStartResult result = await starter.StartAsync(context, input, key, cancellationToken);
        context.Response.Headers.Location = "/api/exports/" + result.Job!.Id;
        context.Response.Headers.RetryAfter = ((int)result.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        ExportStatus status = await exports.DescribeAsync(result.Job, cancellationToken);
        return Results.Json(ExportResponses.Of(status), ApiJson.Default.ExportResponse, statusCode: StatusCodes.Status202Accepted);
    }
}

/// <summary>Lists exports, newest first.</summary>
[ApiRoute("GET", "exports", ApiAccess.Admin)]
[Responds(200, "A page, without links.", typeof(ExportListResponse))]
internal sealed class ListExports(ExportLister lister) : IApiHandler<ListExportsQuery>
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
        return Results.Json(await lister.ListAsync(query, cancellationToken), ApiJson.Default.ExportListResponse);
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
    [Range(1, ExportLister.LargestPage)]
    public int First { get; init; } = ExportLister.DefaultPage;

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
[ExportId]
[Responds(302, LinkRedirect.Description)]
[Responds(409, "The export has no file: it has not ended, or ended without one.")]
[Responds(410, "The file has been deleted.")]
[ResponseHeader("Location", "The link.")]
internal sealed class GetExportFile(ExportLookup lookup, ExportLinkMinter links) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        new LinkRedirect(await links.MintFileAsync(context, await lookup.GetWithFileAsync(context, cancellationToken), cancellationToken));
}

/// <summary>Leads to an export's manifest by a fresh link. It stays when the file is deleted.</summary>
[ApiRoute("GET", "exports/{id}/manifest", ApiAccess.Admin)]
[ExportId]
[Responds(302, LinkRedirect.Description)]
[Responds(409, "The export has no manifest: it has not ended, or ended without a file.")]
[ResponseHeader("Location", "The link.")]
internal sealed class GetExportManifest(ExportLookup lookup, ExportLinkMinter links) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        new LinkRedirect(await links.MintManifestAsync(context, await lookup.GetWithManifestAsync(context, cancellationToken), cancellationToken));
}

/// <summary>Leads to the detached signature of an export's manifest by a fresh link.</summary>
[ApiRoute("GET", "exports/{id}/manifest-signature", ApiAccess.Admin)]
[ExportId]
[Responds(302, LinkRedirect.Description)]
[Responds(409, "The export has no manifest: it has not ended, or ended without a file.")]
[ResponseHeader("Location", "The link.")]
internal sealed class GetExportManifestSignature(ExportLookup lookup, ExportLinkMinter links) : IApiHandler
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        new LinkRedirect(await links.MintSignatureAsync(context, await lookup.GetWithManifestAsync(context, cancellationToken), cancellationToken));
}

/// <summary>Cancels a running export, deletes a finished one's file.</summary>
[ApiRoute("DELETE", "exports/{id}", ApiAccess.Admin)]
[ExportId]
[Responds(202, "The export was running and will end as CANCELED.", typeof(ExportResponse))]
[Responds(204, "The file is deleted, or the export has none.")]
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
    public const string Description = "Found: a link that works without a token for 15 minutes.";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status302Found;
        httpContext.Response.Headers.Location = link.Url.AbsoluteUri;
        return Task.CompletedTask;
    }
}

/// <summary>Reads the header <c>Idempotency-Key</c>.</summary>
internal static class IdempotencyKey
{
    public const int MaxLength = 255;

    /// <summary>The key, or null.</summary>
    /// <exception cref="ProblemException">400: more than one, empty, or too long.</exception>
    public static string? Read(HttpRequest request)
    {
        if (!request.Headers.TryGetValue("Idempotency-Key", out var values))
        {
            return null;
        }

        return values is [{ Length: > 0 and <= MaxLength } key]
            ? key
            : throw ProblemException.Invalid("Idempotency-Key", "is a header that takes one text of 1 to 255 characters.");
    }
}
