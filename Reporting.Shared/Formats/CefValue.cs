namespace Reporting.Formats;

/// <summary>
/// Trims and cuts values of CEF extensions. The standard gives each key a length in characters; they are counted here as UTF-16 code
/// units, before escaping, as the Java receivers count them: no other way of counting finds a value longer.
/// </summary>
internal static class CefValue
{
    /// <summary>
    /// The value without white space and control characters at its ends: they would be lost at the next key, or, as line breaks, say nothing.
    /// </summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && BlankLength(text) is > 0 and int length)
        {
            text = text[length..];
        }

        return TrimEnd(text);
    }

    /// <summary>The value's beginning of at most <paramref name="limit"/> UTF-16 units, whole characters, without blanks at its end.</summary>
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text, int limit)
    {
        int length = LengthWithin(text, limit);
        return length == text.Length ? text : TrimEnd(text[..length]);
    }

    /// <summary>
    /// How many bytes make up at most <paramref name="limit"/> UTF-16 units, whole characters. A character of 1 to 3 bytes is one unit,
    /// one of 4 bytes is a surrogate pair, two units.
    /// </summary>
    public static int LengthWithin(ReadOnlySpan<byte> text, int limit)
    {
        if (text.Length <= limit)
        {
            return text.Length;
        }

        int at = 0;
        while (at < text.Length)
        {
            byte first = text[at];
            limit -= first >= 0xF0 ? 2 : 1;
            if (limit < 0)
            {
                break;
            }

            at += first switch { < 0x80 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };
        }

        return at;
    }

    /// <summary>How many UTF-16 units a text has, or <paramref name="limit"/> when it has more.</summary>
    public static int UnitsWithin(ReadOnlySpan<byte> text, int limit)
    {
        int units = 0;
        foreach (byte unit in text[..LengthWithin(text, limit)])
        {
            units += (unit & 0xC0) == 0x80 ? 0 : unit >= 0xF0 ? 2 : 1;
        }

        return units;
    }

    private static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            int start = text.Length - 1;
            while (start > 0 && (text[start] & 0xC0) == 0x80)
            {
                start--;
            }

            if (BlankLength(text[start..]) == 0)
            {
                break;
            }

            text = text[..start];
        }

        return text;
    }

    private static int BlankLength(ReadOnlySpan<byte> text) => text[0] == ' ' ? 1 : CefText.UnprintableLength(text);
}
