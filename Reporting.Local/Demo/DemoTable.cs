using Reporting.Local.CommandLine;
using Spectre.Console;

namespace Reporting.Local.Demo;

/// <summary>Shows what a demo made: a table on a terminal, tab-separated lines elsewhere.</summary>
internal static class DemoTable
{
    private static readonly string[] Headings = ["report", "rows", "bytes", "seconds", "file"];

    public static void Write(ConsoleTexts texts, IReadOnlyList<DemoRow> rows)
    {
        if (!texts.Output.Profile.Out.IsTerminal)
        {
            texts.WriteLine(string.Join('\t', Headings));
            foreach (DemoRow row in rows)
            {
                texts.WriteLine(string.Join('\t', Cells(row, "")));
            }

            return;
        }

        var table = new Table().Border(TableBorder.Rounded);
        foreach (string heading in Headings)
        {
            var column = new TableColumn(heading);
            table.AddColumn(heading is "rows" or "bytes" or "seconds" ? column.RightAligned() : column);
        }

        foreach (DemoRow row in rows)
        {
            table.AddRow([.. Cells(row, "N0").Select(Markup.Escape)]);
        }

        texts.Output.Write(table);
    }

    private static string[] Cells(DemoRow row, string numbers) =>
    [
        row.Report, row.Rows.ToString(numbers, CultureInfo.InvariantCulture), row.Bytes.ToString(numbers, CultureInfo.InvariantCulture),
        row.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture), row.File ?? "(failed)",
    ];
}
