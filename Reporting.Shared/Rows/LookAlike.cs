using System.Collections.Frozen;

namespace Reporting.Rows;

/// <summary>
/// Tells whether a text can be taken for a name: letters that look like those of the name, other case, accents, digits for letters, spaces,
/// punctuation and invisible characters in between (the idea of Unicode Technical Standard 39, section 4, "skeleton").
/// </summary>
/// <remarks>
/// The service runs with invariant globalization, where <see cref="string.Normalize()"/> does nothing, so compatibility letters are found by
/// their ranges here. A letter that is in no table matches any one letter, up to two of them.
/// </remarks>
/// <example><c>mоderne</c> with a Cyrillic о, <c>M O D E R N E</c>, <c>Modérne</c>, <c>M0derne</c> and <c>Modeme</c> can all be taken for <c>Moderne</c>.</example>
public static class LookAlike
{
    private const char AnyLetter = '?';
    private const int MaxLength = 64;
    private const int MaxUnknown = 2;

    private static readonly FrozenDictionary<int, char> Shapes = ShapesOf(
        ('a', "\u0430\u0410\u03B1\u0391\u0251\u1D00\uA4EE\u13AA"), ('b', "\u0432\u0412\u0392\u03B2\u0299\uA4D0\u13F4"), ('c', "\u0441\u0421\u03F2\u03F9\u1D04\uA4DA\u13DF\u2102\u217D\u216D"),
        ('d', "\u0501\u0500\u1D05\uA4D3\u13A0\u2145\u2146\u217E\u216E"), ('e', "\u0435\u0415\u0395\u03B5\u04BD\u1D07\uA4F0\u13AC\u212E\u212F\u2130\u2147"), ('f', "\u03DD\u03DC\uA730\uA4DD\u2131"),
        ('g', "\u0581\u0261\u0262\u050C\uA4D6\u13C0\u210A"), ('h', "\u04BB\u04BA\u041D\u0397\u0570\u029C\uA4E7\u13BB\u210B\u210C\u210D\u210E"), ('l', "\u0456\u0406\u0399\u03B9\u0131\u04CF\u04C0\u0269\u026A\u029F\uA4F2\uA4E1\u13A5\u13DE\u2110\u2111\u2112\u2113\u2148\u2170\u2160\u217C\u216C"),
        ('k', "\u043A\u041A\u039A\u03BA\u1D0B\uA4D7\u13E6"), ('m', "\u043C\u041C\u039C\u03BC\u00B5\u03FA\u1D0D\uA4DF\u13B7\u2133\u217F\u216F"), ('n', "\u043F\u0578\u039D\u03B7\u0274\uA4E0\u2115"),
        ('o', "\u043E\u041E\u03BF\u039F\u03C3\u0585\u0555\u1D0F\uA4F3\u0966\u06F0\u2134\u3007"), ('p', "\u0440\u0420\u03C1\u03A1\u1D18\uA4D1\u13E2\u2119"), ('r', "\u0433\u0280\u1D26\uA4E3\u13A1\u211B\u211C\u211D"),
        ('s', "\u0455\u0405\u054F\uA731\uA4E2\u13DA\u017F"), ('t', "\u0442\u0422\u03A4\u03C4\u1D1B\uA4D4\u13A2"), ('u', "\u03C5\u057D\u054D\u1D1C\uA4F4"), ('v', "\u0475\u0474\u03BD\u1D20\uA4E6\u13D9\u2174\u2164"),
        ('w', "\u0461\u0460\u051D\u051C\u1D21\uA4EA\u13B3"), ('x', "\u0445\u0425\u03A7\u03C7\uA4EB\u2179\u2169"), ('y', "\u0443\u0423\u04AF\u04AE\u03A5\u03B3\u028F\uA4EC\u13BD"), ('z', "\u0396\u1D22\uA4DC\u13C3\u2124"));

    /// <summary>Whether <paramref name="text"/> can be taken for <paramref name="name"/>, also when it is the name itself.</summary>
    public static bool Imitates(ReadOnlySpan<char> text, ReadOnlySpan<char> name)
    {
        Span<char> seen = stackalloc char[MaxLength];
        Span<char> wanted = stackalloc char[MaxLength];
        int length = Fold(text, seen);
        int wantedLength = Fold(name, wanted);
        return length > 0 && (Match(seen[..length], wanted[..wantedLength])
            || Match(seen[..JoinLetters(seen[..length])], wanted[..JoinLetters(wanted[..wantedLength])]));
    }

    // The letters that are seen, in lower case; -1 when they are more than any name has.
    private static int Fold(ReadOnlySpan<char> text, Span<char> letters)
    {
        int length = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            char letter = LetterOf(rune);
            if (letter == '\0')
            {
                continue;
            }

            if (length == letters.Length)
            {
                return -1;
            }

            letters[length++] = letter;
        }

        return length;
    }

    private static char LetterOf(Rune rune)
    {
        int value = BasicLetterOf(rune.Value);
        if (value < 0x80)
        {
            return char.ToLowerInvariant((char)value) switch
            {
                '0' => 'o',
                '1' or 'i' or '|' => 'l',
                '3' => 'e',
                '5' or '$' => 's',
                >= 'a' and <= 'z' and char letter => letter,
                >= '0' and <= '9' and char digit => digit,
                _ => '\0',
            };
        }

        if (Shapes.TryGetValue(value, out char shape))
        {
            return shape;
        }

        // Marks, controls, format characters, spaces, punctuation and symbols are not read as letters; Hangul fillers are letters that show nothing.
        return Rune.IsLetterOrDigit(rune) && value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0) ? AnyLetter : '\0';
    }

    // Unicode's styled Latin letters and digits: full width, circled, squared, in brackets, mathematical, regional indicators.
    private static int BasicLetterOf(int value) => value switch
    {
        >= 0xFF01 and <= 0xFF5E => value - 0xFEE0,
        >= 0x24B6 and <= 0x24CF => 'a' + value - 0x24B6,
        >= 0x24D0 and <= 0x24E9 => 'a' + value - 0x24D0,
        >= 0x249C and <= 0x24B5 => 'a' + value - 0x249C,
        >= 0x1D400 and <= 0x1D6A3 => 'a' + ((value - 0x1D400) % 26),
        >= 0x1D7CE and <= 0x1D7FF => '0' + ((value - 0x1D7CE) % 10),
        >= 0x1F110 and <= 0x1F129 => 'a' + value - 0x1F110,
        >= 0x1F130 and <= 0x1F149 => 'a' + value - 0x1F130,
        >= 0x1F150 and <= 0x1F169 => 'a' + value - 0x1F150,
        >= 0x1F170 and <= 0x1F189 => 'a' + value - 0x1F170,
        >= 0x1F1E6 and <= 0x1F1FF => 'a' + value - 0x1F1E6,
        _ => value,
    };

    // "rn" is read as "m" in most typefaces.
    private static int JoinLetters(Span<char> letters)
    {
        int length = 0;
        foreach (char letter in letters)
        {
            if (letter == 'n' && length > 0 && letters[length - 1] == 'r')
            {
                letters[length - 1] = 'm';
            }
            else
            {
                letters[length++] = letter;
            }
        }

        return length;
    }

    private static bool Match(ReadOnlySpan<char> seen, ReadOnlySpan<char> name)
    {
        if (seen.Length != name.Length)
        {
            return false;
        }

        int unknown = 0;
        for (int at = 0; at < seen.Length; at++)
        {
            if (seen[at] != name[at] && (seen[at] != AnyLetter || ++unknown > MaxUnknown))
            {
                return false;
            }
        }

        return true;
    }

    private static FrozenDictionary<int, char> ShapesOf(params ReadOnlySpan<(char Letter, string Others)> shapes)
    {
        var letters = new Dictionary<int, char>();
        foreach ((char letter, string others) in shapes)
        {
            foreach (char other in others)
            {
                letters.Add(other, letter);
            }
        }

        return letters.ToFrozenDictionary();
    }
}
