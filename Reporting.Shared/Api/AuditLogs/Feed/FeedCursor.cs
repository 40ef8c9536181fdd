using System.Buffers.Text;
using Reporting.Activity.Keys;

namespace Reporting.Api.AuditLogs.Feed;

/// <summary>
/// How far a collector has read: everything that changed before <see cref="At"/> and, of what changed from then until <see cref="Until"/>, everything up
/// to <see cref="Key"/>. It names times and keys and no state of the service, so it never expires. Opaque to callers.
/// </summary>
/// <param name="At">A <c>changedAt</c>, UTC, milliseconds.</param>
/// <param name="Until">
/// End of the step within which the cursor stands; null between two steps. It was behind the watermark when it was set, so the rows of the step can only
/// become fewer: a row that changes again leaves it, for a later step.
/// </param>
/// <param name="Key">A RowKey, or 19 digits of ticks; empty at the beginning of a step.</param>
/// <param name="SpanTicks">Width of the next step, ticks.</param>
internal sealed record FeedCursor(DateTimeOffset At, DateTimeOffset? Until, string Key, long SpanTicks)
{
    private const string WithinStep = "2";
    private const int Longest = 400;

    /// <summary>The cursor as text.</summary>
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Until is { } until
        ? string.Create(CultureInfo.InvariantCulture, $"{WithinStep}|{At.UtcTicks:D19}|{until.UtcTicks:D19}|{SpanTicks}|{Key}")
        : string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks:D19}|{SpanTicks}|")));

    /// <summary>Reads a cursor; null when the text is none.</summary>
    public static FeedCursor? Parse(string text)
    {
        if (text.Length > Longest || !Base64Url.IsValid(text))
        {
            return null;
        }

        string[] parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('|');
        return parts switch
        {
            [var at, var span, ""] => Create(at, null, "", span),

            // As it was written before a cursor could stand within a step: behind a key of what changed at one millisecond.
            [var at, var span, var key] => Create(at, null, key, span) is { } old && old.At < DateTimeOffset.MaxValue.AddMilliseconds(-1) ? old with { Until = old.At.AddMilliseconds(1) } : null,
            [WithinStep, var at, var until, var span, var key] => Create(at, until, key, span),
            _ => null,
        };
    }

    private static FeedCursor? Create(string at, string? until, string key, string span)
    {
        DateTimeOffset? end = null;
        if (until is not null && (end = TimeOf(until)) is null)
        {
            return null;
        }

        return TimeOf(at) is { } begin && (end is null || end > begin) && (key.Length == 0 || KeyTicks.TryOf(key, out _)) && !key.AsSpan().ContainsAnyExceptInRange(' ', '~')
            && long.TryParse(span, NumberStyles.None, CultureInfo.InvariantCulture, out long ticks) && ticks > 0
            ? new FeedCursor(begin, end, key, ticks)
            : null;
    }

    private static DateTimeOffset? TimeOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long ticks) && ticks <= DateTime.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
}
