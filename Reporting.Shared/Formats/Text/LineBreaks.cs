namespace Reporting.Formats.Text;

/// <summary>Unicode's line breaks outside ASCII (Unicode Standard section 5.8), as UTF-8.</summary>
internal static class LineBreaks
{
    public const int NextLineLength = 2;
    public const int SeparatorLength = 3;

    /// <summary>Whether the text begins with U+0085, next line.</summary>
    public static bool IsNextLine(ReadOnlySpan<byte> text) => text.Length >= 2 && text[0] == 0xC2 && text[1] == 0x85;

    /// <summary>Whether the text begins with U+2028, line separator, or U+2029, paragraph separator.</summary>
    public static bool IsSeparator(ReadOnlySpan<byte> text) =>
        text.Length >= 3 && text[0] == 0xE2 && text[1] == 0x80 && text[2] is 0xA8 or 0xA9;
}
