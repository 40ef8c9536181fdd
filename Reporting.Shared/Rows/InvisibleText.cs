namespace Reporting.Rows;

/// <summary>Tells characters that show nothing from those that say something.</summary>
internal static class InvisibleText
{
    /// <summary>
    /// True for control, format and space characters, marks that need another character, characters without meaning (unassigned, noncharacters), and the letters and
    /// symbols that Unicode draws as nothing: the Hangul fillers and the empty Braille pattern.
    /// </summary>
    public static bool IsInvisible(Rune character) =>
        Rune.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.OtherNotAssigned
        || character.Value is 0x115F or 0x1160 or 0x2800 or 0x3164 or 0xFFA0;

    /// <summary>Whether a text has a letter, a digit or a symbol to see; punctuation alone (<c>._-</c>) says nothing, nor does U+FFFD.</summary>
    public static bool SaysSomething(ReadOnlySpan<char> text)
    {
        foreach (Rune character in text.EnumerateRunes())
        {
            if (Says(character))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The same for UTF-8.</summary>
    public static bool SaysSomething(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            // Nearly every text says something with its first character.
            Rune.DecodeFromUtf8(text, out Rune character, out int length);
            if (Says(character))
            {
                return true;
            }

            text = text[length..];
        }

        return false;
    }

    private static bool Says(Rune character) =>
        !IsInvisible(character) && character != Rune.ReplacementChar
            && (Rune.IsLetterOrDigit(character) || Rune.IsNumber(character) || Rune.IsSymbol(character));
}
