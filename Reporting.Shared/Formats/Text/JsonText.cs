using System.Buffers;

namespace Reporting.Formats.Text;

/// <summary>
/// Writes JSON strings (RFC 8259 section 7) as UTF-8. Escaped is what must be: quote, backslash and U+0000 to U+001F; and what some
/// readers of lines take for a line's end: U+0085, U+2028, U+2029. Everything else is written unescaped.
/// </summary>
internal static class JsonText
{
    // 0xC2 and 0xE2 begin U+0085 (C2 85), U+2028 (E2 80 A8) and U+2029 (E2 80 A9).
    private static readonly SearchValues<byte> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(value => (byte)value), (byte)'"', (byte)'\\', 0xC2, 0xE2]);

    private static ReadOnlySpan<byte> HexDigits => "0123456789abcdef"u8;

    /// <summary>Writes a string with its quotes.</summary>
    public static void Write(ref Utf8Output utf8, scoped ReadOnlySpan<byte> text)
    {
        utf8.Write((byte)'"');
        WriteContent(ref utf8, text);
        utf8.Write((byte)'"');
    }

    private static void WriteContent(ref Utf8Output utf8, scoped ReadOnlySpan<byte> text)
    {
        for (int at = text.IndexOfAny(Special); at >= 0; at = text.IndexOfAny(Special))
        {
            utf8.Write(text[..at]);
            text = text[(at + WriteSpecial(ref utf8, text[at..]))..];
        }

        utf8.Write(text);
    }

    /// <summary>Writes what the text begins with and says how many bytes that was.</summary>
    private static int WriteSpecial(ref Utf8Output utf8, scoped ReadOnlySpan<byte> text)
    {
        byte first = text[0];
        switch (first)
        {
            case (byte)'"': utf8.Write("\\\""u8); return 1;
            case (byte)'\\': utf8.Write("\\\\"u8); return 1;
            case (byte)'\n': utf8.Write("\\n"u8); return 1;
            case (byte)'\r': utf8.Write("\\r"u8); return 1;
            case (byte)'\t': utf8.Write("\\t"u8); return 1;
            case (byte)'\b': utf8.Write("\\b"u8); return 1;
            case (byte)'\f': utf8.Write("\\f"u8); return 1;
            case 0xC2 when LineBreaks.IsNextLine(text): utf8.Write("\\u0085"u8); return LineBreaks.NextLineLength;
            case 0xE2 when LineBreaks.IsSeparator(text):
                utf8.Write(text[2] == 0xA8 ? "\\u2028"u8 : "\\u2029"u8);
                return LineBreaks.SeparatorLength;
            case 0xC2 or 0xE2: utf8.Write(first); return 1;
            default:
                utf8.Write("\\u00"u8);
                utf8.Write(HexDigits[first >> 4]);
                utf8.Write(HexDigits[first & 0xF]);
                return 1;
        }
    }
}
