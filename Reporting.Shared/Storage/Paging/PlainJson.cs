using System.Buffers;

namespace Reporting.Storage.Paging;

/// <summary>
/// Measures JSON values (RFC 8259) as the table service writes them: no white space, integers, short literals. Whatever is written in another way, is
/// broken or does not end here is not measured but left to a whole JSON reader, so nothing is taken for valid here that is not.
/// </summary>
internal static class PlainJson
{
    // A string ends at a quote; a backslash begins an escape; control characters must not stand in one (section 7).
    private static readonly SearchValues<byte> EndOfText = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(value => (byte)value), (byte)'"', (byte)'\\']);

    /// <summary>The length of the string content with which <paramref name="text"/> begins (behind its opening quote), or -1.</summary>
    /// <param name="text">The content and what follows.</param>
    /// <param name="escaped">Whether there are escapes in it.</param>
    /// <example><c>a\tb","x":1</c> gives 4, escaped; <c>a</c> gives -1: its end is not there.</example>
    public static int TextLength(ReadOnlySpan<byte> text, out bool escaped)
    {
        escaped = false;
        int length = text.IndexOfAny(EndOfText);
        while (length >= 0 && text[length] == (byte)'\\')
        {
            escaped = true;
            int escape = EscapeLength(text[length..]);
            if (escape == 0)
            {
                return -1;
            }

            length += escape;
            int rest = text[length..].IndexOfAny(EndOfText);
            length = rest < 0 ? -1 : length + rest;
        }

        return length >= 0 && text[length] == (byte)'"' ? length : -1;
    }

    /// <summary>The length of the integer with which <paramref name="text"/> begins, or 0: no sign but minus, no leading zero, no fraction, no exponent.</summary>
    public static int IntegerLength(ReadOnlySpan<byte> text)
    {
        int first = text.Length > 0 && text[0] == (byte)'-' ? 1 : 0;
        int length = first;
        while (length < text.Length && (uint)(text[length] - '0') <= 9)
        {
            length++;
        }

        bool plain = length > first && (length == first + 1 || text[first] != (byte)'0') && length < text.Length && text[length] is (byte)',' or (byte)'}';
        return plain ? length : 0;
    }

    /// <summary>The length of the literal (<c>true</c>, <c>false</c>, <c>null</c>) with which <paramref name="text"/> begins, or 0.</summary>
    public static int LiteralLength(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("true"u8) || text.StartsWith("null"u8))
        {
            return 4;
        }

        return text.StartsWith("false"u8) ? 5 : 0;
    }

    private static int EscapeLength(ReadOnlySpan<byte> escape)
    {
        if (escape.Length < 2)
        {
            return 0;
        }

        return escape[1] switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t' => 2,
            (byte)'u' when escape.Length >= 6 && char.IsAsciiHexDigit((char)escape[2]) && char.IsAsciiHexDigit((char)escape[3])
                && char.IsAsciiHexDigit((char)escape[4]) && char.IsAsciiHexDigit((char)escape[5]) => 6,
            _ => 0,
        };
    }
}
