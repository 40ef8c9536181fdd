using Microsoft.AspNetCore.Http;
using Reporting.Api.Problems;
using Reporting.Exports;
using Reporting.Exports.Jobs;

namespace Reporting.Api.Exports;

/// <summary>The address names an export.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ExportIdAttribute() : RouteParameterAttribute("id", "The export's id.");

/// <summary>Finds the export that a request's address names.</summary>
internal sealed class ExportLookup(ExportService exports)
{
    /// <summary>The export.</summary>
    /// <exception cref="ProblemException">404.</exception>
    public async Task<ExportStatus> GetAsync(HttpContext context, CancellationToken cancellationToken) =>
        await exports.GetAsync(IdOf(context), cancellationToken) ?? throw NotFound();

    /// <summary>The export, when it has a file.</summary>
    /// <exception cref="ProblemException">404, 409 when it has none, 410 when the file has been deleted.</exception>
    public async Task<ExportJob> GetWithFileAsync(HttpContext context, CancellationToken cancellationToken)
    {
        ExportJob job = await FindAsync(context, cancellationToken);
        return job.State switch
        {
            ExportState.Successful => job,
            ExportState.Expired => throw new ProblemException(StatusCodes.Status410Gone, "file-deleted", "The file of this export has been deleted. Ask for the export again."),
            _ => throw Without(job, "file"),
        };
    }

    /// <summary>The export, when it has a manifest: that stays when the file is deleted.</summary>
    /// <exception cref="ProblemException">404, 409 when it has none.</exception>
    public async Task<ExportJob> GetWithManifestAsync(HttpContext context, CancellationToken cancellationToken)
    {
        ExportJob job = await FindAsync(context, cancellationToken);
        return job.State is ExportState.Successful or ExportState.Expired ? job : throw Without(job, "manifest");
    }

    /// <summary>The id in the address.</summary>
    public static string IdOf(HttpContext context) => context.Request.RouteValues["id"] as string ?? "";

    /// <summary>The 404 of an id that no export has.</summary>
    public static ProblemException NotFound() => ProblemException.NotFound("There is no export of this id. GET /api/exports lists those there are.");

    private async Task<ExportJob> FindAsync(HttpContext context, CancellationToken cancellationToken) =>
        await exports.FindAsync(IdOf(context), cancellationToken) ?? throw NotFound();

    private static ProblemException Without(ExportJob job, string what) =>
        new(StatusCodes.Status409Conflict, "no-" + what, $"This export is {ExportStateNames.NameOf(job.State)} and has no {what}.");
}
