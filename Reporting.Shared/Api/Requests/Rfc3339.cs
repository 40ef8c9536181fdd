using System.Globalization;

namespace Reporting.Api.Requests;

/// <summary>Times in requests: RFC 3339 section 5.6, always with a zone, since a time without one means a different moment to everybody.</summary>
internal static class Rfc3339
{
    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    /// <summary>What a time field takes, for error messages.</summary>
    public const string Takes = "takes a time with its zone (RFC 3339), such as 2026-01-28T08:46:57.012Z";

    /// <summary>Reads a time; false when the text is not one, or has no zone.</summary>
    public static bool TryParse(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
