using System.Globalization;

namespace Reporting.Exports;

/// <summary>Times as they stand in storage and in manifests: always <c>yyyy-MM-ddTHH:mm:ss.fffZ</c>, UTC, so that text compares as time.</summary>
internal static class ExportTime
{
    private const string Pattern = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The text of a time, cut to the millisecond.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Pattern, CultureInfo.InvariantCulture);

    /// <summary>The text of a time, or null.</summary>
    public static string? Format(DateTimeOffset? time) => time is { } value ? Format(value) : null;

    /// <summary>The time of a text that <see cref="Format(DateTimeOffset)"/> wrote.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.ParseExact(text, Pattern, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    /// <summary>The time of a text that <see cref="Format(DateTimeOffset)"/> wrote, or null.</summary>
    public static DateTimeOffset? ParseOptional(string? text) => text is null ? null : Parse(text);

    /// <summary>The time, cut to the millisecond.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    /// <summary>The time, rounded up to the millisecond: as a bound of events, which have whole milliseconds, it means the same.</summary>
    public static DateTimeOffset? Ceiling(DateTimeOffset? time) => time is not { } value
        ? null
        : Truncate(value) == value || value > DateTimeOffset.MaxValue.AddMilliseconds(-1) ? Truncate(value) : Truncate(value).AddMilliseconds(1);
}
