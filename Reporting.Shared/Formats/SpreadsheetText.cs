using System.Buffers;
using Reporting.Formats.Text;

namespace Reporting.Formats;

/// <summary>
/// Tells where in a text a spreadsheet might find a formula (CWE-1236, OWASP "CSV Injection"): at the beginning of a cell, and a cell may begin wherever some reader
/// splits, be it that other separators are chosen than the comma, or that quotes are not honoured.
/// </summary>
internal static class SpreadsheetText
{
    /// <summary>A field with one of these is quoted.</summary>
    public static readonly SearchValues<byte> Quotable = SearchValues.Create("\",;|\t\n\v\f\r"u8);

    // 0xC2 begins U+0085, 0xE2 begins U+2028 and U+2029 (and others).
    private static readonly SearchValues<byte> SeparatorStarts = SearchValues.Create(
        [(byte)',', (byte)';', (byte)'|', (byte)'\t', (byte)'\n', (byte)'\v', (byte)'\f', (byte)'\r', 0xC2, 0xE2]);

    /// <summary>
    /// Where a cell might begin, in a reader that splits at every comma, semicolon, bar, tab and line break: behind the next of them at or after <paramref name="from"/>, or -1.
    /// CR and LF together are one.
    /// </summary>
    public static int NextStart(ReadOnlySpan<byte> text, int from)
    {
        while (true)
        {
            int at = text[from..].IndexOfAny(SeparatorStarts);
            if (at < 0)
            {
                return -1;
            }

            from += at;
            int length = SeparatorLength(text[from..]);
            from += Math.Max(length, 1);
            if (length > 0)
            {
                return from;
            }
        }
    }

    /// <summary>
    /// Whether a cell that begins so might be run: whether the first character that readers do not drop is one of <c>= + - @</c> or a wide, small, raised or
    /// lowered form of them. Dropped are quotes and what shows nothing, such as NUL, spaces of every kind and format characters.
    /// </summary>
    /// <param name="text">The text from there on.</param>
    /// <param name="isField">Whether the field begins here. Then a tab, CR or LF before anything else counts too: a reader may drop it, or begin another cell there.</param>
    public static bool MayBeFormula(ReadOnlySpan<byte> text, bool isField)
    {
        while (!text.IsEmpty)
        {
            if (text[0] is (byte)'=' or (byte)'+' or (byte)'-' or (byte)'@')
            {
                return true;
            }

            if (text[0] is (byte)'\t' or (byte)'\n' or (byte)'\r')
            {
                return isField;
            }

            if (Rune.DecodeFromUtf8(text, out Rune character, out int length) != OperationStatus.Done || SeparatorLength(text) > 0)
            {
                return false;
            }

            if (IsForm(character))
            {
                return true;
            }

            if (text[0] is not ((byte)'"' or (byte)'\'') && !InvisibleText.IsInvisible(character))
            {
                return false;
            }

            text = text[length..];
        }

        return false;
    }

    /// <summary>Characters whose compatibility form (Unicode Standard Annex 15, NFKC) begins with one of <c>= + - @</c>, and the minus sign.</summary>
    private static bool IsForm(Rune character) => character.Value is 0x2212
        or 0x207A or 0x207B or 0x207C or 0x208A or 0x208B or 0x208C or 0x2A75 or 0x2A76 or 0xFB29
        or 0xFE62 or 0xFE63 or 0xFE66 or 0xFE6B or 0xFF0B or 0xFF0D or 0xFF1D or 0xFF20;

    private static int SeparatorLength(ReadOnlySpan<byte> text) => text[0] switch
    {
        (byte)'\r' when text.Length > 1 && text[1] == '\n' => 2,
        (byte)',' or (byte)';' or (byte)'|' or (byte)'\t' or (byte)'\n' or (byte)'\v' or (byte)'\f' or (byte)'\r' => 1,
        0xC2 when LineBreaks.IsNextLine(text) => LineBreaks.NextLineLength,
        0xE2 when LineBreaks.IsSeparator(text) => LineBreaks.SeparatorLength,
        _ => 0,
    };
}
