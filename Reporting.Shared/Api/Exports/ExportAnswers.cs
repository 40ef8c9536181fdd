using Reporting.Exports;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Workflow;

namespace Reporting.Api.Exports;

/// <summary>Shows jobs as answers.</summary>
internal static class ExportAnswers
{
    /// <summary>The answer for a job.</summary>
    public static ExportAnswer Of(ExportStatus status, ExportLink? link = null)
    {
        ExportJob job = status.Job;
        ExportRequest request = job.Request;
        return new ExportAnswer
        {
            Id = job.Id,
            Report = request.Report,
            Format = request.Format,
            State = ExportStateNames.NameOf(job.State),
            StateMessage = job.StateMessage,
            Progress = Of(job, status.Progress),
            Url = link?.Url.AbsoluteUri,
            UrlExpiresAt = link?.ExpiresAt,
            FileSize = job.FileSize,
            RowCount = job.RowCount,
            FileName = job.FileName.Length == 0 ? null : ExportNames.Attachment(job.FileName),
            Sha256 = job.Sha256,
            Since = request.Since,
            Until = request.Until,
            ChangedSince = request.ChangedSince,
            ChangedUntil = request.ChangedUntil,
            Columns = request.Columns.Count == 0 ? null : request.Columns,
            Filters = request.Filters.Count == 0 ? null : request.Filters,
            First = request.First == 0 ? null : request.First,
            Compression = request.Gzip ? "gzip" : "none",
            Bom = request.Bom ? true : null,
            SpreadsheetSafe = request.SpreadsheetSafe ? true : null,
            RequestedBy = job.RequestedBy,
            Schedule = job.Schedule,
            CreatedAt = job.CreatedAt,
            StartedAt = job.StartedAt,
            EndedAt = job.EndedAt,
            ExpiresAt = job.ExpiresAt,
        };
    }

    private static ExportProgressAnswer Of(ExportJob job, ExportProgress progress) =>
        new(progress.Rows, progress.EstimatedRows, progress.SlicesDone, progress.SliceCount, PercentOf(job, progress));

    // The estimate can be short: what is not there yet is never called whole.
    private static int? PercentOf(ExportJob job, ExportProgress progress) => job.State switch
    {
        ExportState.Successful or ExportState.Expired => 100,
        _ when progress.SliceCount == 0 => null,
        _ when progress.EstimatedRows == 0 => Math.Min(99, 100 * progress.SlicesDone / progress.SliceCount),
        _ => (int)Math.Min(99, 100 * progress.Rows / progress.EstimatedRows),
    };
}
