using System.Buffers;
using Reporting.Formats.Text;

namespace Reporting.Formats;

/// <summary>
/// Writes text into CEF ("Implementing ArcSight Common Event Format", chapter "Character Encoding"):
/// <list type="bullet">
/// <item>header: <c>|</c> is written <c>\|</c> and <c>\</c> is written <c>\\</c>; <c>=</c> needs no escape there;</item>
/// <item>extension: <c>=</c> is written <c>\=</c> and <c>\</c> is written <c>\\</c>; <c>|</c> needs no escape there;</item>
/// <item>a line break in an extension's value is written <c>\n</c> or <c>\r</c>; only values may hold one, so in the header it
/// becomes a space.</item>
/// </list>
/// What the standard has no escape for, and what would break the line or the reader, becomes a space: control characters (U+0000 to
/// U+001F, U+007F to U+009F) and the separators U+2028 and U+2029.
/// </summary>
internal static class CefText
{
    private static readonly SearchValues<byte> HeaderSpecial = SearchValues.Create([.. Unprintable(), (byte)'\\', (byte)'|']);

    private static readonly SearchValues<byte> WordSpecial =
        SearchValues.Create([.. Unprintable(), (byte)'\\', (byte)'|', (byte)'.', (byte)'_', (byte)'-']);

    private static readonly SearchValues<byte> ExtensionSpecial = SearchValues.Create([.. Unprintable(), (byte)'\\', (byte)'=']);

    private static ReadOnlySpan<byte> WordSeparators => "._- "u8;

    /// <summary>Writes a header field.</summary>
    public static void WriteHeader(ref Utf8Output utf8, scoped ReadOnlySpan<byte> text)
    {
        for (int at = text.IndexOfAny(HeaderSpecial); at >= 0; at = text.IndexOfAny(HeaderSpecial))
        {
            utf8.Write(text[..at]);
            text = text[(at + WriteHeaderSpecial(ref utf8, text[at..]))..];
        }

        utf8.Write(text);
    }

    /// <summary>An action from its first word on.</summary>
    public static ReadOnlySpan<byte> TrimWords(ReadOnlySpan<byte> action) => action.TrimStart(WordSeparators);

    /// <summary>Writes an action (<see cref="TrimWords"/>) as words, into the header: separators become spaces, the first letter upper (<c>create.token</c>: <c>Create token</c>).</summary>
    public static void WriteWords(ref Utf8Output utf8, scoped ReadOnlySpan<byte> action)
    {
        if (Rune.DecodeFromUtf8(action, out Rune first, out int length) == OperationStatus.Done && Rune.IsLetter(first))
        {
            Span<byte> upper = stackalloc byte[4];
            utf8.Write(upper[..Rune.ToUpperInvariant(first).EncodeToUtf8(upper)]);
            action = action[length..];
        }

        for (int at = action.IndexOfAny(WordSpecial); at >= 0; at = action.IndexOfAny(WordSpecial))
        {
            utf8.Write(action[..at]);
            if (WordSeparators.Contains(action[at]))
            {
                utf8.Write((byte)' ');
                action = action[(at + 1)..];
            }
            else
            {
                action = action[(at + WriteHeaderSpecial(ref utf8, action[at..]))..];
            }
        }

        utf8.Write(action);
    }

    /// <summary>Writes an extension's value, already trimmed and cut (<see cref="CefValue"/>).</summary>
    public static void WriteExtension(ref Utf8Output utf8, scoped ReadOnlySpan<byte> text)
    {
        for (int at = text.IndexOfAny(ExtensionSpecial); at >= 0; at = text.IndexOfAny(ExtensionSpecial))
        {
            utf8.Write(text[..at]);
            text = text[at..];
            int used = 1;
            switch (text[0])
            {
                case (byte)'\\': utf8.Write("\\\\"u8); break;
                case (byte)'=': utf8.Write("\\="u8); break;
                case (byte)'\n': utf8.Write("\\n"u8); break;
                case (byte)'\r': utf8.Write("\\r"u8); break;
                default: used = WriteUnprintable(ref utf8, text); break;
            }

            text = text[used..];
        }

        utf8.Write(text);
    }

    /// <summary>The length in bytes of the character that becomes a space, with which the text begins; 0 when it begins with none.</summary>
    public static int UnprintableLength(ReadOnlySpan<byte> text) => text[0] switch
    {
        < 0x20 or 0x7F => 1,
        0xC2 when text.Length >= 2 && text[1] < 0xA0 => 2,
        0xE2 when LineBreaks.IsSeparator(text) => LineBreaks.SeparatorLength,
        _ => 0,
    };

    private static int WriteHeaderSpecial(ref Utf8Output utf8, scoped ReadOnlySpan<byte> text)
    {
        switch (text[0])
        {
            case (byte)'\\': utf8.Write("\\\\"u8); return 1;
            case (byte)'|': utf8.Write("\\|"u8); return 1;
            default: return WriteUnprintable(ref utf8, text);
        }
    }

    private static int WriteUnprintable(ref Utf8Output utf8, scoped ReadOnlySpan<byte> text)
    {
        int length = UnprintableLength(text);
        if (length > 0)
        {
            utf8.Write((byte)' ');
            return length;
        }

        utf8.Write(text[0]);
        return 1;
    }

    /// <summary>First bytes of what becomes a space: C0 and DEL; 0xC2 begins U+0080 to U+009F, 0xE2 begins U+2028 and U+2029 (and others).</summary>
    private static IEnumerable<byte> Unprintable() => [.. Enumerable.Range(0, 0x20).Select(value => (byte)value), 0x7F, 0xC2, 0xE2];
}
