using Reporting.Formats;
using Reporting.Rows;
using Reporting.Tests.Rows;

namespace Reporting.Tests.Formats;

public sealed class CsvTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 28, 8, 46, 57, 12, TimeSpan.Zero);

    [Fact]
    public void Header_stands_also_without_rows() =>
        Assert.Equal("User,Action type\n", FileOf([new("userId", "User"), new("actionType", "Action type")], Encoded.Options));

    [Fact]
    public void Byte_order_mark_comes_first_when_asked_for()
    {
        IRowEncoder encoder = Encoder(["a"], Encoded.Options with { Bom = true });
        Assert.Equal([0xEF, 0xBB, 0xBF, (byte)'a', (byte)'\n'], Encoded.File(encoder, []));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("two\rlines", "\"two\rlines\"")]
    [InlineData("\"", "\"\"\"\"")]
    [InlineData(" leading", "\" leading\"")]
    [InlineData("trailing\t", "\"trailing\t\"")]
    [InlineData("in side", "in side")]
    [InlineData("a\0b", "a\0b")]
    [InlineData("שלום 🎉", "שלום 🎉")]
    public void Text_is_quoted_when_it_must_be(string text, string expected) =>
        Assert.Equal(expected + ",x", Encoded.Row(Encoder(["a", "b"], Encoded.Options), RowBuilder.Of(text, "x")));

    [Fact]
    public void Every_kind_of_cell_has_its_place_in_the_row()
    {
        IRowEncoder encoder = Encoder(["a", "b", "c", "d", "e"], Encoded.Options);
        Assert.Equal("-1,2026-01-28T08:46:57.012Z,,,end", Encoded.Row(encoder, RowBuilder.Of(-1, Time, null, "", "end")));
    }

    [Fact]
    public void Columns_come_in_the_order_asked_from_both_halves_of_a_join()
    {
        var encoder = new CsvFormat().CreateEncoder(Encoded.SchemaOf("a", "b", "c"), Encoded.ColumnsOf("c", "a", "b"), Encoded.Options);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        encoder.WriteRow(RowBuilder.Of("1", "2", "3").Joined(left: 2), buffer);
        Assert.Equal("3,1,2\n", Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    [Fact]
    public void A_column_that_the_rows_lack_is_refused_by_name()
    {
        var error = Assert.Throws<ArgumentException>(
            () => new CsvFormat().CreateEncoder(Encoded.SchemaOf("a"), Encoded.ColumnsOf("a", "nope"), Encoded.Options));
        Assert.Contains("'nope'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void An_empty_value_alone_in_its_row_is_no_empty_line(string? value) =>
        Assert.Equal("\"\"", Encoded.Row(Encoder(["a"], Encoded.Options), RowBuilder.Of(value)));

    [Theory]
    [CombinatorialFormulas]
    public void Text_that_a_spreadsheet_would_run_is_neutralised_when_asked(string text)
    {
        string plain = Encoded.Row(Encoder(["a", "b"], Encoded.Options), RowBuilder.Of("x", text));
        string safe = Encoded.Row(Encoder(["a", "b"], Encoded.Options with { SpreadsheetSafe = true }), RowBuilder.Of("x", text));

        Assert.Equal(["x", text], CsvText.Read(plain + "\n").Single());
        Assert.Equal(["x", "'" + text], CsvText.Read(safe + "\n").Single());
    }

    [Theory]
    [InlineData("a=1")]
    [InlineData("'")]
    [InlineData("\"\" ' ")]
    [InlineData("1-2")]
    [InlineData("")]
    [InlineData("user@example.com")]
    [InlineData("1 - 2, 3")]
    [InlineData("a, b")]
    public void Harmless_text_stays_untouched(string text) =>
        Assert.Equal(
            Encoded.Row(Encoder(["a", "b"], Encoded.Options), RowBuilder.Of(text, "x")),
            Encoded.Row(Encoder(["a", "b"], Encoded.Options with { SpreadsheetSafe = true }), RowBuilder.Of(text, "x")));

    [Fact]
    public void Numbers_and_times_are_never_touched()
    {
        IRowEncoder encoder = Encoder(["a", "b"], Encoded.Options with { SpreadsheetSafe = true });
        Assert.Equal("-5,2026-01-28T08:46:57.012Z", Encoded.Row(encoder, RowBuilder.Of(-5, Time)));
    }

    private static IRowEncoder Encoder(string[] names, FormatOptions options) =>
        new CsvFormat().CreateEncoder(Encoded.SchemaOf(names), Encoded.ColumnsOf(names), options);

    private static string FileOf(OutputColumn[] columns, FormatOptions options)
    {
        var schema = new RowSchema(columns.Select(column => new RowColumn(column.Name, CellKind.Text)));
        return Encoding.UTF8.GetString(Encoded.File(new CsvFormat().CreateEncoder(schema, columns, options), []));
    }
}
