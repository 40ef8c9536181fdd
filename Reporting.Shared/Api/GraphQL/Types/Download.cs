using Microsoft.AspNetCore.Http;
using Reporting.Api.Exports;
using Reporting.Exports;
using Reporting.Exports.Files;

namespace Reporting.Api.GraphQL.Types;

/// <summary>An export as GraphQL shows it. Its link is made once, and only when it is asked for.</summary>
internal sealed class Download(ExportStatus status)
{
    private Task<ExportLink>? _link;

    /// <summary>Its answer without a link.</summary>
    public ExportAnswer Answer { get; } = ExportAnswers.Of(status);

    /// <summary>A link to the file, or null when there is none.</summary>
    public async Task<ExportLink?> GetLinkAsync(HttpContext context, ExportLinkMinter links, CancellationToken cancellationToken) =>
        status.Job.State == ExportState.Successful ? await (_link ??= links.MintFileAsync(context, status.Job, cancellationToken)) : null;
}
