namespace Reporting.Local.CommandLine;

/// <summary>Text from elsewhere (a manifest, a file's name, an answer) on its way to a terminal.</summary>
internal static class TerminalText
{
    /// <summary>
    /// The text on one line, with everything that a terminal would act on or hide written as <c>\u{1B}</c>: control characters, which begin escape sequences
    /// (ECMA-48), format characters, which turn the direction round (Unicode UAX #9), line separators, private and unassigned characters. A tab stays.
    /// </summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsPlain(rune))
            {
                clean.Append(rune.ToString());
            }
            else
            {
                clean.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}");
            }
        }

        return clean.ToString();
    }

    private static bool IsPlain(Rune rune) => rune.Value == '\t' || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
