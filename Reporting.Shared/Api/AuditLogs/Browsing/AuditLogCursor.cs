using System.Buffers.Text;

namespace Reporting.Api.AuditLogs.Browsing;

/// <summary>
/// Where a page ended: the key that has been reached, and how wide the window was in which the last rows were found, so that the next
/// page does not search for that anew. Opaque to callers. It holds no page number: rows that arrive meanwhile move nothing.
/// </summary>
/// <param name="Key">A RowKey, or 19 digits of ticks.</param>
/// <param name="SpanTicks">Width of the next window, ticks.</param>
internal sealed record AuditLogCursor(string Key, long SpanTicks)
{
    private const int TicksLength = 19;
    private const int LongestKey = 100;

    /// <summary>The time of the key.</summary>
    public long Ticks => long.Parse(Key.AsSpan(0, TicksLength), CultureInfo.InvariantCulture);

    /// <summary>19 digits of ticks.</summary>
    public static string KeyOf(long ticks) => ticks.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>The cursor as text.</summary>
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{SpanTicks}|{Key}")));

    /// <summary>Reads a cursor; null when the text is none.</summary>
    public static AuditLogCursor? Parse(string text)
    {
        if (text.Length > 2 * LongestKey || !Base64Url.IsValid(text))
        {
            return null;
        }

        string[] parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('|', 2);
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long span) && span > 0
            && parts[1].Length is >= TicksLength and <= LongestKey
            && long.TryParse(parts[1].AsSpan(0, TicksLength), NumberStyles.None, CultureInfo.InvariantCulture, out long ticks) && ticks <= DateTime.MaxValue.Ticks
            && (parts[1].Length == TicksLength || parts[1][TicksLength] == '-')
            && !parts[1].AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? new AuditLogCursor(parts[1], span)
            : null;
    }
}
