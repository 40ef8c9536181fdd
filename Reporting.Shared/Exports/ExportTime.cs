namespace Reporting.Exports;

/// <summary>Times as they stand in storage and in manifests: see <see cref="Rfc3339.Format"/>.</summary>
internal static class ExportTime
{
    /// <summary>
    /// Later than any event. An export of changes that names no end takes events of whatever time: a row whose sender's clock is ahead
    /// changed all the same, and no later export of changes would look for it. (Its own request it cannot hold: that changed behind the watermark.)
    /// </summary>
    public static readonly DateTimeOffset Unbounded = Truncate(DateTimeOffset.MaxValue);

    /// <summary>The text of a time, cut to the millisecond.</summary>
    public static string Format(DateTimeOffset time) => Rfc3339.Format(time);

    /// <summary>The text of a time, or null.</summary>
    public static string? Format(DateTimeOffset? time) => time is { } value ? Format(value) : null;

    /// <summary>The time of such a text, or null.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static DateTimeOffset? Parse(string? text) => text is null ? null : ParseRequired(text);

    /// <summary>The time of such a text.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static DateTimeOffset ParseRequired(string text) =>
        Rfc3339.TryParse(text, out DateTimeOffset time) ? time : throw new FormatException("Not a time as it is stored.");

    /// <summary>The time, cut to the millisecond.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset time) => Rfc3339.ToMilliseconds(time);

    /// <summary>The time, rounded up to the millisecond: as a bound of events, which have whole milliseconds, it means the same.</summary>
    public static DateTimeOffset? Ceiling(DateTimeOffset? time) => time is { } value ? Rfc3339.UpToMilliseconds(value) : null;
}
