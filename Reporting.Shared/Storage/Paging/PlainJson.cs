using System.Buffers;
using System.Buffers.Binary;

namespace Reporting.Storage.Paging;

/// <summary>
/// Measures JSON values (RFC 8259) as the table service writes them: no white space, integers, short literals. Whatever is written in another way, is
/// broken or does not end here is not measured but left to a whole JSON reader, so nothing is taken for valid here that is not.
/// </summary>
internal static class PlainJson
{
    // A string ends at a quote, a backslash begins an escape, and control characters are not allowed in a string (section 7).
    private static readonly SearchValues<byte> EndOfText = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(value => (byte)value), (byte)'"', (byte)'\\']);

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

        bool plain = length > first && (length == first + 1 || text[first] != (byte)'0') && length < text.Length
            && text[length] is (byte)',' or (byte)'}';
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

/// <summary>Whether a text is written as times are: <c>2026-01-28T08:46:57.012Z</c>. It is taken as it is then, with nothing to quote or to escape in it.</summary>
/// <example>
/// Of the eight bytes <c>2026-01-</c> the fifth and the last must be <c>-</c>; the others are digits when their upper half is 3 and still is with 6 added (<c>:</c> to
/// <c>?</c>, 0x3A to 0x3F, become 0x40 to 0x45).
/// </example>
internal static class TimeShape
{
    private const int Length = 24;
    private const ulong UpperHalves = 0xF0F0F0F0F0F0F0F0;
    private const ulong Threes = 0x3030303030303030;
    private const ulong Sixes = 0x0606060606060606;

    /// <summary>Whether it is; the numbers in it may still be none of a calendar, such as month 13.</summary>
    public static bool Fits(ReadOnlySpan<byte> text) =>
        text.Length == Length
        && Fits(text, digits: 0x00FFFF00FFFFFFFF, others: 0x2D00002D00000000) // 2026-01-
        && Fits(text[8..], digits: 0xFFFF00FFFF00FFFF, others: 0x00003A0000540000) // 28T08:46
        && Fits(text[16..], digits: 0x00FFFFFF00FFFF00, others: 0x5A0000002E00003A); // :57.012Z

    private static bool Fits(ReadOnlySpan<byte> text, ulong digits, ulong others)
    {
        ulong eight = BinaryPrimitives.ReadUInt64LittleEndian(text);
        ulong found = eight & digits;
        return (eight & ~digits) == others
            && (found & UpperHalves) == (Threes & digits)
            && ((found + (Sixes & digits)) & UpperHalves) == (Threes & digits);
    }
}
