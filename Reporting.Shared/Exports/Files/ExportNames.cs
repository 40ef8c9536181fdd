using System.Globalization;
using Reporting.Exports.Jobs;
using Reporting.Formats;
using Reporting.Reports;

namespace Reporting.Exports.Files;

/// <summary>The names of an export's blobs.</summary>
public static class ExportNames
{
    /// <summary>Blob of the plan.</summary>
    public static string Plan(string jobId) => jobId + "/plan.json";

    /// <summary>Blob of the manifest.</summary>
    public static string Manifest(string jobId) => jobId + "/manifest.json";

    /// <summary>Blob of the manifest's detached signature.</summary>
    public static string Signature(string jobId) => jobId + "/manifest.json.jws";

    /// <summary>Blob of the file: <c>&lt;job&gt;/usage-report-2026-11-22T10-15-00Z.csv.gz</c>, with the time of the request, or of the schedule's slot.</summary>
    public static string File(ExportJob job, ReportDefinition report, IReportFormat format)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(format);
        DateTimeOffset time = ExportSlot.Find(job.Schedule)?.Slot ?? job.CreatedAt;
        return $"{job.Id}/{Stem(report, time)}.{format.FileExtension}{(job.Request.Gzip ? ".gz" : "")}";
    }

    /// <summary>A file's name without its extension.</summary>
    public static string Stem(ReportDefinition report, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.FileStem + "-" + time.UtcDateTime.ToString("yyyy-MM-dd'T'HH-mm-ss'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>The name under which a blob is saved: what stands behind its last slash.</summary>
    public static string Attachment(string blobName)
    {
        ArgumentNullException.ThrowIfNull(blobName);
        return blobName[(blobName.LastIndexOf('/') + 1)..];
    }
}
