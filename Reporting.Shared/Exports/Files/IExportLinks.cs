using Reporting.Exports.Jobs;

namespace Reporting.Exports.Files;

/// <summary>Makes download links.</summary>
public interface IExportLinks
{
    /// <summary>A fresh link to a SUCCESSFUL job's file.</summary>
    Task<ExportLink> CreateFileLinkAsync(ExportJob job, CancellationToken cancellationToken);

    /// <summary>A fresh link to the manifest of a job that was SUCCESSFUL.</summary>
    Task<ExportLink> CreateManifestLinkAsync(ExportJob job, CancellationToken cancellationToken);

    /// <summary>A link to the manifest's detached signature.</summary>
    Task<ExportLink> CreateSignatureLinkAsync(ExportJob job, CancellationToken cancellationToken);
}
