using Reporting.Activity;
using Reporting.Formats;
using Reporting.Reports;
using Reporting.Rows;

namespace Reporting.Api.AuditLogs.Feed;

/// <summary>
/// Tells a collector what changed in the audit log since it asked last: oldest change first, up to the watermark, so that nothing can
/// appear later behind its cursor. Goes through the time of change in steps, which widen where little changed.
/// </summary>
internal sealed class FeedReader(FeedScan scan, TouchedMinutes minutes, Watermark watermark, FormatOptionsFactory options, TimeProvider time)
{
    private const long MostBytes = 16 << 20;
    private static readonly long FirstStep = TimeSpan.TicksPerMinute;
    private static readonly long NarrowestStep = TimeSpan.TicksPerSecond;
    private static readonly long WidestStep = TimeSpan.TicksPerHour * 6;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(2);

    // Announcements stand in the minute of the change, or in one beside it.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>A cursor at the beginning of changes since <paramref name="since"/>, or of all.</summary>
    public static FeedCursor Begin(DateTimeOffset? since) => new(Rfc3339.ToMilliseconds(since ?? DateTimeOffset.UnixEpoch), "", FirstStep);

    /// <summary>A page of at most <paramref name="first"/> rows and 16 MiB (or one row).</summary>
    public async Task<FeedPage> ReadAsync(FeedCursor cursor, IReportFormat format, int first, CancellationToken cancellationToken)
    {
        DateTimeOffset end = watermark.At(time.GetUtcNow());
        cursor = Within(cursor);
        var rows = new List<FeedRow>();
        long bytes = 0;
        long begin = time.GetTimestamp();
        while (cursor.At < end && rows.Count < first && bytes < MostBytes && time.GetElapsedTime(begin) < MostTime)
        {
            if (await SkipQuietTimeAsync(cursor, end, cancellationToken) is not { } start)
            {
                cursor = cursor with { At = end, Key = "" };
                break;
            }

            var changed = new ChangedRange(start.At, Earlier(end, start.At.AddTicks(start.SpanTicks)));
            var step = new OldestRows(first - rows.Count, MostBytes - bytes);
            await scan.ReadAsync(changed, start, format, options.Create(bom: false, spreadsheetSafe: false), step, cancellationToken);
            rows.AddRange(step.Rows);
            bytes += step.Bytes;
            cursor = step.HasOverflown ? BehindLast(rows, start) : new FeedCursor(changed.Until, "", Adapt(start.SpanTicks, step.Rows.Count, first));
        }

        return new FeedPage(rows, cursor, cursor.At < end, end);
    }

    private async Task<FeedCursor?> SkipQuietTimeAsync(FeedCursor cursor, DateTimeOffset end, CancellationToken cancellationToken)
    {
        DateTimeOffset? next = await minutes.FindNextAsync(cursor.At - Margin, cancellationToken);
        if (next is not { } minute || minute - Margin >= end)
        {
            return null;
        }

        return minute - Margin > cursor.At ? cursor with { At = minute - Margin, Key = "" } : cursor;
    }

    // A cursor is text that any caller could write. Nothing changed before 1970, and no step is wider than those that are made here.
    private static FeedCursor Within(FeedCursor cursor) => cursor with
    {
        At = cursor.At < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : cursor.At,
        Key = cursor.At < DateTimeOffset.UnixEpoch ? "" : cursor.Key,
        SpanTicks = Math.Min(cursor.SpanTicks, WidestStep),
    };

    private static FeedCursor BehindLast(List<FeedRow> rows, FeedCursor start) =>
        Rfc3339.TryParse(rows[^1].ChangedAt, out DateTimeOffset at)
            ? new FeedCursor(at, rows[^1].Key, Math.Max(NarrowestStep, start.SpanTicks / 4))
            : throw new InvalidDataException("A row of the log has no time of change.");

    private static long Adapt(long span, int rows, int first) => rows < first / 4 ? Math.Min(WidestStep, span * 4) : span;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
