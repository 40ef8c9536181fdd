using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Reporting.Formats;
using Reporting.Reports;
using Reporting.Reports.Definitions;
using Reporting.Rows;
using Reporting.Tests.Judges;
using Reporting.Tests.Rows;
using Reporting.Tests.WholeSystem;

namespace Reporting.Tests.Formats;

/// <summary>Text that spreadsheets might run, in files that are made for them: behind what they drop, and behind what they split at.</summary>
public sealed class SpreadsheetSafeTests
{
    private static readonly string[] s_pieces =
    [
        "=1+1", "+1+1", "-1+1", "@SUM(1)", "=HYPERLINK(\"http://127.0.0.1/x\",\"y\")", "=cmd|' /C calc'!A0", "\uFF1D1+1", "\uFF0B1", "\uFF0D1", "\uFF20SUM(1)", "\u22121+1",
        "\0", "\u0001", "\u001A", "\u007F", "\u0085", "\u00A0", "\u00AD", "\u200B", "\u200E", "\u2060", "\u3000", "\uFEFF", "\u3164", "\u0301", "\u2028",
        "\t", "\r", "\n", "\r\n", "\v", "\f", " ", "\"", "'", "\"\"", ";", ",", "|", "\t", "\";\"", "\",\"", "\"\n", ";\"", "word", "fix", "7",
    ];

    [Theory]
    [InlineData("\0=1+1", "'\0=1+1")]
    [InlineData("\uFEFF\u200B\u00A0@x", "'\uFEFF\u200B\u00A0@x")]
    [InlineData("\uFF1D1+1", "'\uFF1D1+1")]
    [InlineData("fix;=1+2", "\"fix;'=1+2\"")]
    [InlineData("fix;\0 \"=1", "\"fix;'\0 \"\"=1\"")]
    [InlineData("a|+1", "\"a|'+1\"")]
    [InlineData("a\t-1", "\"a\t'-1\"")]
    [InlineData("a,@x", "\"a,'@x\"")]
    [InlineData("one\r\n- two\r\n- three", "\"one\r\n'- two\r\n'- three\"")]
    [InlineData("a\u2028=1", "a\u2028'=1")]
    [InlineData("\t=1", "\"'\t'=1\"")]
    [InlineData("'=1", "''=1")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("a - b = c", "a - b = c")]
    [InlineData("a;; b", "\"a;; b\"")]
    [InlineData("\u00C2\u00E2x=1", "\u00C2\u00E2x=1")]
    public void A_formula_is_neutralised_behind_what_is_dropped_and_what_is_split_at(string text, string expected)
    {
        Assert.Equal("x," + expected, Encoded.Row(Encoder(safe: true), RowBuilder.Of("x", text)));
        Assert.Equal(["x", text], CsvText.Read(Encoded.Row(Encoder(safe: false), RowBuilder.Of("x", text)) + "\n").Single());
    }

    [Fact]
    public void However_a_file_is_split_no_piece_begins_as_a_formula()
    {
        Prop.ForAll(Arb.From(Texts()), text =>
        {
            string line = Encoded.Row(Encoder(safe: true), RowBuilder.Of(text, text));
            string[] naive = line.Split([',', ';', '|', '\t', '\r', '\n', '\v', '\f', '\u0085', '\u2028', '\u2029']);
            return naive.Concat(CsvText.Read(line + "\n").Single()).All(piece => !Regex.IsMatch(piece, "^[\"\\p{Cc}\\p{Cf}\\p{Z}\\p{Mn}\u3164]*[-=+@\uFF1D\uFF0B\uFF0D\uFF20\u2212]", RegexOptions.None, TimeSpan.FromSeconds(5)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 1000)));
    }

    [Fact]
    public void The_text_comes_back_by_the_rule_of_the_documentation()
    {
        Prop.ForAll(Arb.From(Texts()), text =>
        {
            string safe = CsvText.Read(Encoded.Row(Encoder(safe: true), RowBuilder.Of("x", text)) + "\n").Single()[1];
            return string.Equals(text, WithoutApostrophes(safe), StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 1000)));
    }

    /// <summary>Five hundred hostile cells a report, in each of its text columns, opened by LibreOffice as people in different countries do.</summary>
    [Fact]
    public async Task LibreOffice_finds_no_formula_with_any_separator()
    {
        LongTests.SkipUnlessEnabled();
        using var folder = new TemporaryFolder();
        List<string> files = [];
        var random = new Random(29);
        foreach (ReportDefinition report in ReportCatalogue.All)
        {
            int texts = report.Columns.Count(column => column.Kind == CellKind.Text);
            BuiltRow[] rows = [.. Enumerable.Range(0, (500 / texts) + 1).Select(_ => HostileRow(report, random))];
            files.Add(folder[report.Name + ".csv"]);
            await File.WriteAllBytesAsync(files[^1], FileOf(report, rows, safe: true), TestContext.Current.CancellationToken);
        }

        // The judge sees formulas where there are some.
        ReportDefinition audit = ReportCatalogue.Find("audit-logs");
        await File.WriteAllBytesAsync(folder["plain.csv"], FileOf(audit, [.. Enumerable.Range(0, 50).Select(_ => HostileRow(audit, random))], safe: false), TestContext.Current.CancellationToken);
        files.Add(folder["plain.csv"]);

        foreach (string separators in new[] { "44", "59", "9", "44/59/9", "59/MRG", "124" })
        {
            string output = folder["out-" + separators.Replace('/', '-')];
            await Judge.RunAsync(
                "soffice",
                ["--headless", "--norestore", $"-env:UserInstallation=file://{folder["profile"]}", $"--infilter=Text - txt - csv (StarCalc):{separators},34,76,1", "--convert-to", "fods", "--outdir", output, .. files],
                [], TestContext.Current.CancellationToken);
            foreach (string file in files)
            {
                string sheet = await File.ReadAllTextAsync(Path.Combine(output, Path.GetFileNameWithoutExtension(file) + ".fods"), TestContext.Current.CancellationToken);
                string[] formulas = [.. Regex.Matches(sheet, "table:formula=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromMinutes(1)).Select(match => match.Groups[1].Value)];
                if (file.EndsWith("plain.csv", StringComparison.Ordinal))
                {
                    Assert.NotEmpty(formulas);
                }
                else
                {
                    Assert.True(formulas.Length == 0, string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)} split at {separators}: {formulas.Length} formulas, {formulas.FirstOrDefault()}"));
                }
            }
        }
    }

    private static Gen<string> Texts() => Gen.Elements(s_pieces).ListOf().Select(string.Concat);

    private static IRowEncoder Encoder(bool safe) => new CsvFormat().CreateEncoder(Encoded.SchemaOf("a", "b"), Encoded.ColumnsOf("a", "b"), Encoded.Options with { SpreadsheetSafe = safe });

    private static byte[] FileOf(ReportDefinition report, BuiltRow[] rows, bool safe)
    {
        var schema = new RowSchema(report.Columns.Select(column => new RowColumn(column.Name, column.Kind)));
        OutputColumn[] columns = [.. report.Columns.Select(column => new OutputColumn(column.Name, column.Header))];
        return Encoded.File(new CsvFormat().CreateEncoder(schema, columns, Encoded.Options with { SpreadsheetSafe = safe }), rows);
    }

    private static BuiltRow HostileRow(ReportDefinition report, Random random)
    {
        var builder = new RowBuilder();
        foreach (ReportColumn column in report.Columns)
        {
            builder.Add(
                column.Kind switch
                {
                    CellKind.Number => "5",
                    CellKind.Time => "2026-01-28T08:46:57.012Z",
                    _ => string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => s_pieces[random.Next(s_pieces.Length)])),
                },
                column.Kind);
        }

        return builder.Build();
    }

    /// <summary>The rule of docs/formats.md, read backwards.</summary>
    private static string WithoutApostrophes(string safe)
    {
        const string Skipped = "[\"'\\p{Cc}\\p{Cf}\\p{Zs}\\p{Mn}\\p{Me}\\p{Cn}\u115F\u1160\u2800\u3164\uFFA0-[\t\n\v\f\r\u0085]]*";
        const string Formula = "[-=+@\uFF1D\uFF0B\uFF0D\uFF20\u2212]";
        string field = Regex.Replace(safe, $"^'(?={Skipped}({Formula}|[\t\n\r]))", "", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
        return Regex.Replace(field, $"(?<=[,;|\t\n\v\f\u0085\u2028\u2029]|\r(?!\n))'(?={Skipped}{Formula})", "", RegexOptions.None, TimeSpan.FromSeconds(5));
    }
}
