using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Reporting.Api.AuditLogs.Feed;

/// <summary>
/// How far a collector has read: everything that changed before <see cref="At"/>, and of what changed at that millisecond everything up to
/// <see cref="Key"/>. It names a time and no state of the service, so it never expires. Opaque to callers.
/// </summary>
/// <param name="At">A <c>changedAt</c>, UTC, milliseconds.</param>
/// <param name="Key">A RowKey, or empty for none of that millisecond.</param>
/// <param name="SpanTicks">Width of the next step, ticks.</param>
internal sealed record FeedCursor(DateTimeOffset At, string Key, long SpanTicks)
{
    private const int Longest = 200;

    /// <summary>The cursor as text.</summary>
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks:D19}|{SpanTicks}|{Key}")));

    /// <summary>Reads a cursor; null when the text is none.</summary>
    public static FeedCursor? Parse(string text)
    {
        if (text.Length > Longest || !Base64Url.IsValid(text))
        {
            return null;
        }

        string[] parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('|', 3);
        return parts.Length == 3
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long ticks) && ticks <= DateTime.MaxValue.Ticks
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long span) && span > 0
            ? new FeedCursor(new DateTimeOffset(ticks, TimeSpan.Zero), parts[2], span)
            : null;
    }
}
