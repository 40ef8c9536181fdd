using Reporting.Activity;
using Reporting.Formats;
using Reporting.Reports;

namespace Reporting.Api.AuditLogs.Feed;

/// <summary>A page of the feed.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Next">Where to go on.</param>
/// <param name="HasMore">Whether there is more already.</param>
/// <param name="Watermark">Up to when changes can be told.</param>
internal sealed record FeedPage(IReadOnlyList<FeedRow> Rows, FeedCursor Next, bool HasMore, DateTimeOffset Watermark);

/// <summary>
/// Tells a collector what changed in the audit log since it asked last, up to the watermark, so that nothing can appear later behind its cursor. Goes
/// through the time of change in steps, which widen where little changed. A step that holds more than a page is narrowed to a minute and then read in
/// the order of keys over several pages: there is no index by time of change, so any other order would read the whole minute for each page.
/// </summary>
internal sealed class FeedReader(FeedScan scan, TouchedMinutes minutes, Watermark watermark, FormatOptionsFactory options, TimeProvider time)
{
    private const long MaxBytes = 16 << 20;
    private static readonly long FirstStep = TimeSpan.TicksPerMinute;
    private static readonly long WidestStep = TimeSpan.TicksPerHour * 6;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2);

    /// <summary>A cursor at the beginning of changes since <paramref name="since"/>, or of all.</summary>
    public static FeedCursor Begin(DateTimeOffset? since) => new(Rfc3339.ToMilliseconds(since ?? DateTimeOffset.UnixEpoch), null, "", FirstStep);

    /// <summary>A page of at most <paramref name="first"/> rows and 16 MiB (or one row). It may have fewer rows, or none, and be followed by more.</summary>
    public async Task<FeedPage> ReadAsync(FeedCursor cursor, IReportFormat format, int first, CancellationToken cancellationToken)
    {
        DateTimeOffset end = watermark.At(time.GetUtcNow());
        var lines = new FeedLines(format, options.Create(bom: false, spreadsheetSafe: false), first, MaxBytes);
        long begin = time.GetTimestamp();
        while (HasMore(cursor, end) && !lines.AreFull && !IsTimeUp())
        {
            if (cursor.Until is null)
            {
                if (await NextTouchedAsync(cursor.At, end, cancellationToken) is not { } at)
                {
                    cursor = cursor with { At = end };
                    break;
                }

                cursor = cursor with { At = at, Until = EndOfStep(at, cursor.SpanTicks, end) };
            }

            int before = lines.Count;
            string? reached = await scan.ReadAsync(new ChangedRange(cursor.At, cursor.Until!.Value), cursor.Key, lines, IsTimeUp, cancellationToken);
            lines.Sort(before);
            cursor = reached is null ? new FeedCursor(cursor.Until.Value, null, "", Widen(cursor.SpanTicks, lines.Count - before, first))
                : cursor.Key.Length == 0 && CrossesMinute(cursor.At, cursor.Until.Value) ? Narrow(cursor, lines, before)
                : cursor with { Key = reached };
        }

        return new FeedPage(lines.Rows, cursor, HasMore(cursor, end), end);

        bool IsTimeUp() => time.GetElapsedTime(begin) >= MaxTime;
    }

    private static bool HasMore(FeedCursor cursor, DateTimeOffset end) => cursor.Until is { } until ? until <= end : cursor.At < end;

    private async Task<DateTimeOffset?> NextTouchedAsync(DateTimeOffset at, DateTimeOffset end, CancellationToken cancellationToken)
    {
        DateTimeOffset? minute = await minutes.FindNextAsync(at, cancellationToken);
        return minute is null || minute >= end ? null : minute > at ? minute : at;
    }

    // At the edge of a minute, so that a step of the first width lies within one.
    private static DateTimeOffset EndOfStep(DateTimeOffset at, long span, DateTimeOffset end)
    {
        long until = at.UtcTicks + Math.Clamp(span, FirstStep, WidestStep);
        until -= until % TimeSpan.TicksPerMinute;
        return until < end.UtcTicks ? new DateTimeOffset(until, TimeSpan.Zero) : end;
    }

    private static bool CrossesMinute(DateTimeOffset at, DateTimeOffset until) => at.UtcTicks / TimeSpan.TicksPerMinute != (until.UtcTicks - 1) / TimeSpan.TicksPerMinute;

    private static FeedCursor Narrow(FeedCursor cursor, FeedLines lines, int keep)
    {
        lines.Cut(keep);
        return new FeedCursor(cursor.At, null, "", Math.Max(FirstStep, (cursor.Until!.Value - cursor.At).Ticks / 8));
    }

    private static long Widen(long span, int rows, int first) => rows < first / 4 ? Math.Clamp(span * 4, FirstStep, WidestStep) : span;
}
