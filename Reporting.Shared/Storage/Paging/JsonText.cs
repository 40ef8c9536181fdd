using System.Buffers.Text;

namespace Reporting.Storage.Paging;

/// <summary>Takes the escapes out of a JSON string, where it lies.</summary>
internal static class JsonText
{
    /// <summary>
    /// Unescapes valid JSON string content (RFC 8259 section 7) in place and returns the new length. An escape is never shorter than the bytes that it encodes:
    /// <c>\n</c> 2 bytes for 1, <c>\u20AC</c> 6 for 3, <c>\uD83D\uDE00</c> 12 for 4. A lone surrogate becomes U+FFFD.
    /// </summary>
    /// <example><c>a\tb\u00e9</c> (10 bytes) becomes <c>a TAB b é</c> (5 bytes) and returns 5.</example>
    public static int Unescape(Span<byte> text)
    {
        int read = text.IndexOf((byte)'\\');
        if (read < 0)
        {
            return text.Length;
        }

        int write = read;
        while (read < text.Length)
        {
            // text[read] is a backslash.
            byte escape = text[read + 1];
            if (escape == (byte)'u')
            {
                read += ReadRune(text[read..], out Rune rune);
                write += rune.EncodeToUtf8(text[write..]);
            }
            else
            {
                text[write++] = Plain(escape);
                read += 2;
            }

            int run = text[read..].IndexOf((byte)'\\');
            run = run < 0 ? text.Length - read : run;
            text.Slice(read, run).CopyTo(text[write..]);
            read += run;
            write += run;
        }

        return write;
    }

    private static byte Plain(byte escape) => escape switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => escape,
    };

    private static int ReadRune(ReadOnlySpan<byte> escapes, out Rune rune)
    {
        char unit = Unit(escapes);
        if (char.IsHighSurrogate(unit) && escapes.Length >= 12 && escapes[6] == (byte)'\\' && escapes[7] == (byte)'u'
            && Rune.TryCreate(unit, Unit(escapes[6..]), out rune))
        {
            return 12;
        }

        if (!Rune.TryCreate(unit, out rune))
        {
            rune = Rune.ReplacementChar;
        }

        return 6;
    }

    private static char Unit(ReadOnlySpan<byte> escape) =>
        Utf8Parser.TryParse(escape.Slice(2, 4), out ushort unit, out int used, 'x') && used == 4
            ? (char)unit
            : throw new FormatException(
                string.Create(CultureInfo.InvariantCulture, $"Not a JSON escape: {Encoding.UTF8.GetString(escape[..6])}"));
}
