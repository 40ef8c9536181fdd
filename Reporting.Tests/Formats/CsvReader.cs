using System.Globalization;
using System.Text;

namespace Reporting.Tests.Formats;

/// <summary>
/// A strict CSV reader written from RFC 4180 section 2, with LF line ends; it refuses what the grammar does not have: a quote inside a
/// bare field, text after a closing quote, an open quote at the end, a last line without its end.
/// </summary>
internal static class CsvReader
{
    public static List<string[]> Read(string text)
    {
        var records = new List<string[]>();
        var fields = new List<string>();
        int at = 0;
        while (at < text.Length)
        {
            fields.Add(text[at] == '"' ? Quoted(text, ref at) : Bare(text, ref at));
            if (at == text.Length)
            {
                throw new FormatException("The last line has no end.");
            }

            switch (text[at++])
            {
                case ',':
                    if (at == text.Length)
                    {
                        throw new FormatException("The last line has no end.");
                    }

                    break;
                case '\n':
                    records.Add([.. fields]);
                    fields.Clear();
                    break;
                default:
                    throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"Text after a closing quote at {at - 1}."));
            }
        }

        return records;
    }

    private static string Quoted(string text, ref int at)
    {
        var value = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                value.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                value.Append('"');
                at++;
            }
            else
            {
                at++;
                return value.ToString();
            }
        }

        throw new FormatException("A quote is not closed.");
    }

    private static string Bare(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && text[at] is not (',' or '\n'))
        {
            if (text[at] is '"' or '\r')
            {
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"A quote or CR in a bare field at {at}."));
            }

            at++;
        }

        return text[start..at];
    }
}
