using System.ComponentModel.DataAnnotations;
using System.IO.Hashing;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Reporting.Exports;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Slices;

namespace Reporting.Api.Exports;

/// <summary>An export job as the API shows it. What is not known, or was not asked for, is left out.</summary>
public sealed record ExportResponse
{
    /// <summary>Its id.</summary>
    [RegularExpression("^[0-9a-z]{26}$")]
    public required string Id { get; init; }

    /// <summary>Name of the report.</summary>
    public required string Report { get; init; }

    /// <summary>Name of the format.</summary>
    public required string Format { get; init; }

    /// <summary>Where it stands.</summary>
    [ExportStateNames]
    public required string State { get; init; }

    /// <summary>A sentence about the state; empty when there is nothing to say.</summary>
    public required string StateMessage { get; init; }

    /// <summary>How far it is.</summary>
    public required ExportProgressResponse Progress { get; init; }

    /// <summary>A link to the file, when it is there and one export is asked for; works until <see cref="UrlExpiresAt"/> without a token.</summary>
    [Url]
    public string? Url { get; init; }

    /// <summary>When the link ends.</summary>
    public DateTimeOffset? UrlExpiresAt { get; init; }

    /// <summary>Bytes of the file; 0 until known.</summary>
    public required long FileSize { get; init; }

    /// <summary>Rows of the file; 0 until known.</summary>
    public required long RowCount { get; init; }

    /// <summary>Name of the file.</summary>
    public string? FileName { get; init; }

    /// <summary>Lower-case hex SHA-256 of the file.</summary>
    public string? Sha256 { get; init; }

    /// <summary>First event time, inclusive.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>End of the event times, exclusive.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Only rows changed since then.</summary>
    public DateTimeOffset? ChangedSince { get; init; }

    /// <summary>Only rows changed before then.</summary>
    public DateTimeOffset? ChangedUntil { get; init; }

    /// <summary>The columns asked for.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The filters asked for.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Filters { get; init; }

    /// <summary>The oldest so many rows.</summary>
    public long? First { get; init; }

    /// <summary>How the file is compressed.</summary>
    [AllowedValues("gzip", "none")]
    public required string Compression { get; init; }

    /// <summary>CSV: begins with a byte order mark.</summary>
    public bool? Bom { get; init; }

    /// <summary>CSV: text is made harmless for spreadsheets.</summary>
    public bool? SpreadsheetSafe { get; init; }

    /// <summary>Who asked.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>The schedule and slot it was made for.</summary>
    public string? Schedule { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the work began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When the file is deleted.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>How far an export is.</summary>
/// <param name="Rows">Rows written so far.</param>
/// <param name="EstimatedRows">Rows expected; an estimate.</param>
/// <param name="SlicesDone">Slices that are whole.</param>
/// <param name="SliceCount">Slices of the plan; 0 until it is planned.</param>
/// <param name="Percent">Whole percent from 0 to 100; below 100 until it is SUCCESSFUL. Absent until it is planned.</param>
public sealed record ExportProgressResponse(long Rows, long EstimatedRows, int SlicesDone, int SliceCount, [Range(0, 100)] int? Percent);

/// <summary>A page of exports.</summary>
/// <param name="Items">The exports, newest first, without links.</param>
/// <param name="Cursor">What to send as <c>after</c> for the next page; absent when there is none.</param>
public sealed record ExportListResponse(IReadOnlyList<ExportResponse> Items, string? Cursor);

/// <summary>Shows jobs as answers.</summary>
internal static class ExportResponses
{
    /// <summary>The answer for a job.</summary>
    public static ExportResponse Of(ExportStatus status, ExportLink? link = null)
    {
        ExportJob job = status.Job;
        ExportRequest request = job.Request;
        return new ExportResponse
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

    private static ExportProgressResponse Of(ExportJob job, ExportProgress progress) =>
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

/// <summary>The version (ETag) of an export as its status shows it: the job's row, its progress, and for a finished one the age of its link.</summary>
internal static class ExportVersion
{
    // An answer is called unchanged for a third of the time for which a link works, so that a kept link still works.
    private const int LinkParts = 3;

    /// <summary>The ETag, quoted.</summary>
    /// <param name="status">The job and how far it is.</param>
    /// <param name="linkLifetime">How long a link works.</param>
    /// <param name="now">The time.</param>
    public static string Of(ExportStatus status, TimeSpan linkLifetime, DateTimeOffset now)
    {
        long slot = status.Job.State == ExportState.Successful ? now.UtcTicks / (linkLifetime.Ticks / LinkParts) : 0;
        string text = string.Create(CultureInfo.InvariantCulture, $"{status.Job.ETag} {status.Progress.Rows} {status.Progress.SlicesDone} {slot}");
        return '"' + XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(text)).ToString("x16", CultureInfo.InvariantCulture) + '"';
    }

    /// <summary>
    /// Whether <c>If-None-Match</c> names the version, by weak comparison (RFC 9110 section 13.1.2): proxies that compress an answer make its
    /// ETag weak, and join several into a list.
    /// </summary>
    public static bool IsNamedBy(StringValues ifNoneMatch, string version) =>
        EntityTagHeaderValue.TryParseList(ifNoneMatch, out IList<EntityTagHeaderValue>? tags)
        && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(new EntityTagHeaderValue(version), useStrongComparison: false));
}
