using Reporting.Exports.Jobs;
using Reporting.Formats.Compression;

namespace Reporting.Exports.Slices;

/// <summary>Sums up from the slices' rows how far an export is.</summary>
internal static class SliceProgress
{
    /// <summary>
    /// Of each part the execution that came farthest counts, since a step may run twice. A slice is done when its last part is and
    /// names no cursor to go on from.
    /// </summary>
    public static ExportProgress Of(ExportJob job, IReadOnlyList<SliceRow> rows)
    {
        long first = job.Request.First;
        long estimated = first > 0 ? Math.Min(first, job.EstimatedRows) : job.EstimatedRows;
        if (job.State is ExportState.Successful or ExportState.Expired)
        {
            return new ExportProgress(job.SliceCount, job.SliceCount, job.RowCount, job.RowCount);
        }

        long written = rows.GroupBy(row => (row.Slice, row.Part)).Sum(part => part.Max(row => row.Rows));
        int done = rows.Where(row => row is { Done: true, Cursor: null }).DistinctBy(row => row.Slice).Count();
        return new ExportProgress(done, job.SliceCount, first > 0 ? Math.Min(written, first) : written, estimated);
    }
}

/// <summary>One execution of one part of a slice, as its row in <c>exportslices</c> holds it.</summary>
public sealed record SliceRow
{
    /// <summary>Number of the slice, from 0.</summary>
    public required int Slice { get; init; }

    /// <summary>Number of the part, from 0.</summary>
    public required int Part { get; init; }

    /// <summary>The execution: 16 lower-case hex digits.</summary>
    public required string Attempt { get; init; }

    /// <summary>The execution of the part before that counts; null for part 0.</summary>
    public string? PreviousAttempt { get; init; }

    /// <summary>Whether the part is whole; else these are the numbers so far.</summary>
    public required bool Done { get; init; }

    /// <summary>Rows written.</summary>
    public required long Rows { get; init; }

    /// <summary>Bytes written.</summary>
    public required long Bytes { get; init; }

    /// <summary>Blocks staged.</summary>
    public int Blocks { get; init; }

    /// <summary>Lower-case hex SHA-256 of the bytes; empty until done.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Of a part that is a piece of a gzip member: checksum of its bytes before compression. Null in a plain part, and in one that an earlier version wrote as a member of its own.</summary>
    public GzipChecksum? Checksum { get; init; }

    /// <summary>Time of the first event, <c>yyyy-MM-ddTHH:mm:ss.fffZ</c>; null without rows.</summary>
    public string? FirstEventAt { get; init; }

    /// <summary>Time of the last event, <c>yyyy-MM-ddTHH:mm:ss.fffZ</c>; null without rows.</summary>
    public string? LastEventAt { get; init; }

    /// <summary>Usage: commits read whose run is not in the log.</summary>
    public long CommitsWithoutRun { get; init; }

    /// <summary>Where the next part goes on; null when the slice ends here or was cut by its limit.</summary>
    public string? Cursor { get; init; }
}

/// <summary>How far an orchestration is; its custom status.</summary>
public sealed record ExportProgress(int SlicesDone, int SliceCount, long Rows, long EstimatedRows);

/// <summary>A job and how far it is.</summary>
/// <param name="Job">The job.</param>
/// <param name="Progress">How far it is; all of it once it is SUCCESSFUL.</param>
public sealed record ExportStatus(ExportJob Job, ExportProgress Progress);
