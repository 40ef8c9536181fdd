using Reporting.Formats;
using Reporting.Reports;
using Reporting.Reports.Definitions;
using Reporting.Rows;
using Reporting.Tests.Rows;

namespace Reporting.Tests.Formats;

/// <summary>Spreadsheet safety in the reports' own columns: all text, never a number or a time.</summary>
public sealed class SpreadsheetSafeColumnsTests
{
    private static readonly DateTimeOffset s_time = new(2026, 1, 28, 8, 46, 57, 12, TimeSpan.Zero);

    public static TheoryData<string> Reports => [.. ReportCatalogue.All.Select(report => report.Name)];

    [Theory]
    [MemberData(nameof(Reports))]
    public void A_formula_in_any_text_column_is_neutralised_when_asked_and_untouched_otherwise(string name)
    {
        ReportDefinition report = ReportCatalogue.Find(name);
        OutputColumn[] columns = [.. report.Columns.Select(column => new OutputColumn(column.Name, column.Header))];
        var schema = new RowSchema(report.Columns.Select(column => new RowColumn(column.Name, column.Kind)));
        IRowEncoder plain = new CsvFormat().CreateEncoder(schema, columns, Encoded.Options);
        IRowEncoder safe = new CsvFormat().CreateEncoder(schema, columns, Encoded.Options with { SpreadsheetSafe = true });
        int texts = 0;
        for (int at = 0; at < columns.Length; at++)
        {
            if (report.Columns[at].Kind != CellKind.Text)
            {
                continue;
            }

            texts++;
            foreach (char first in "=+-@\t\r\n")
            {
                foreach (string before in (string[])["", "\"", "  "])
                {
                    string formula = before + first + "1+1";
                    string[] values = [.. report.Columns.Select((column, ordinal) => ordinal == at ? formula : Harmless(column.Kind))];
                    BuiltRow row = Row(report, values);
                    Assert.Equal(values, CsvText.Read(Encoded.Row(plain, row) + "\n").Single());
                    values[at] = "'" + formula;
                    Assert.Equal(values, CsvText.Read(Encoded.Row(safe, row) + "\n").Single());
                }
            }
        }

        Assert.True(texts >= 7, "The report has fewer text columns than any report has.");
    }

    private static BuiltRow Row(ReportDefinition report, string[] values)
    {
        var builder = new RowBuilder();
        for (int at = 0; at < values.Length; at++)
        {
            builder.Add(values[at], report.Columns[at].Kind);
        }

        return builder.Build();
    }

    // A negative number begins as a formula may, and must stay a number.
    private static string Harmless(CellKind kind) => kind switch
    {
        CellKind.Number => "-5",
        CellKind.Time => RowBuilder.TextOf(s_time),
        _ => "x",
    };
}
