namespace Reporting.Formats.Csv;

/// <summary>Tells text that a spreadsheet might run as a formula when it opens a CSV file (CWE-1236, OWASP "CSV Injection").</summary>
internal static class SpreadsheetFormula
{
    /// <summary>
    /// True when the first character after any leading quotes (double or single) or spaces is one of <c>= + - @</c>, tab, CR or LF.
    /// </summary>
    public static bool IsPossible(ReadOnlySpan<byte> text)
    {
        int first = text.IndexOfAnyExcept((byte)'"', (byte)'\'', (byte)' ');
        return first >= 0
            && text[first] is (byte)'=' or (byte)'+' or (byte)'-' or (byte)'@' or (byte)'\t' or (byte)'\r' or (byte)'\n';
    }
}
