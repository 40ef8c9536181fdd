using Microsoft.AspNetCore.Http;
using Reporting.Api.Problems;
using Reporting.Exports;

namespace Reporting.Api.Exports;

/// <summary>Finds the export that a request's address names.</summary>
internal sealed class ExportLookup(ExportService exports)
{
    /// <summary>The export.</summary>
    /// <exception cref="ProblemException">404.</exception>
    public async Task<ExportStatus> GetAsync(HttpContext context, CancellationToken cancellationToken) =>
        await exports.GetAsync(IdOf(context), cancellationToken) ?? throw NotFound();

    /// <summary>The id in the address.</summary>
    public static string IdOf(HttpContext context) => context.Request.RouteValues["id"] as string ?? "";

    /// <summary>The 404 of an id that no export has.</summary>
    public static ProblemException NotFound() => ProblemException.NotFound("There is no export of this id. GET /api/exports lists those there are.");
}
