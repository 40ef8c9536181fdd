using FsCheck;
using FsCheck.Fluent;
using Reporting.Formats;
using Reporting.Tests.Judges;
using Reporting.Tests.Rows;

namespace Reporting.Tests.Formats;

/// <summary>What we write as CSV, others read back equal.</summary>
public sealed class CsvReadBackTests
{
    [Fact]
    public void Any_rows_come_back_equal()
    {
        Gen<string> text = Gen.Elements(HardText.Pieces).ListOf().Select(string.Concat);
        Gen<string?[][]> table = Gen.Choose(1, 5).SelectMany(columns =>
            Gen.OneOf(text, Gen.Constant((string)null!)).ArrayOf(columns).ListOf().Select(rows => rows.ToArray<string?[]>()));
        Prop.ForAll(Arb.From(table), IsReadBackEqual).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 300)));
    }

    [Theory]
    [InlineData(SharedData.AuditEvents)]
    [InlineData(SharedData.RecipeRuns)]
    [InlineData(SharedData.Commits)]
    public Task Python_reads_all_real_rows_equal(string name) => PythonReadsEqualAsync(TestRecords.Real(name));

    [Fact]
    public Task Python_reads_hard_rows_equal() =>
        PythonReadsEqualAsync(TestRecords.HardAuditEvents(LongTests.Cases(quick: 1000), seed: 31));

    private static async Task PythonReadsEqualAsync(TestRecords records)
    {
        var encoder = new CsvFormat().CreateEncoder(records.Schema, Encoded.ColumnsOf(records.Names), Encoded.Options with { Bom = true });
        byte[] file = Encoded.File(encoder, records.Rows);

        List<string[]> read = await PythonJudge.ReadCsvAsync(file, TestContext.Current.CancellationToken);

        Assert.Equal(records.Values.Count + 1, read.Count);
        Encoded.AssertSame(records.Names, read[0]);
        for (int row = 0; row < records.Values.Count; row++)
        {
            Encoded.AssertSame([.. records.Values[row].Select(TestRecords.CsvOf)], read[row + 1]);
        }
    }

    private static bool IsReadBackEqual(string?[][] table)
    {
        string[] names = [.. Enumerable.Range(0, table.Length == 0 ? 1 : table[0].Length).Select(column => "c" + (char)('0' + column))];
        var encoder = new CsvFormat().CreateEncoder(Encoded.SchemaOf(names), Encoded.ColumnsOf(names), Encoded.Options);
        string file = Encoded.StrictUtf8.GetString(Encoded.File(encoder, table.Select(values => RowBuilder.Of([.. values]))));
        List<string[]> read = CsvText.Read(file);
        return read[0].SequenceEqual(names, StringComparer.Ordinal)
            && read.Count == table.Length + 1
            && table.Zip(read.Skip(1)).All(pair =>
                pair.First.Select(TestRecords.CsvOf).SequenceEqual(pair.Second, StringComparer.Ordinal));
    }
}
