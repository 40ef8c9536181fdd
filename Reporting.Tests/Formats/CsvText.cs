using CsvHelper;
using CsvHelper.Configuration;

namespace Reporting.Tests.Formats;

/// <summary>Reads CSV by CsvHelper, which refuses a quote inside a bare field, text after a closing quote and a quote that is not closed.</summary>
internal static class CsvText
{
    private static readonly CsvConfiguration s_strict = new(CultureInfo.InvariantCulture) { HasHeaderRecord = false, IgnoreBlankLines = false };

    public static List<string[]> Read(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        using var parser = new CsvParser(new StringReader(text), s_strict);
        var records = new List<string[]>();
        while (parser.Read())
        {
            records.Add(parser.Record!);
        }

        return records;
    }
}
