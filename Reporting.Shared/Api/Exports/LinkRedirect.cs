using Microsoft.AspNetCore.Http;
using Reporting.Exports.Files;

namespace Reporting.Api.Exports;

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
