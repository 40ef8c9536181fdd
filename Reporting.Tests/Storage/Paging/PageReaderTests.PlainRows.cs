namespace Reporting.Tests.Storage.Paging;

/// <summary>Rows behind the first of a page, which are measured without a JSON reader where they are written plainly.</summary>
public sealed partial class PageReaderTests
{
    [Theory]
    [InlineData("{\"RowKey\":\"2\",\"name\":\"a\tb\"}")]
    [InlineData("{\"RowKey\":\"2\",\"name\":\"a\\xb\"}")]
    [InlineData("{\"RowKey\":\"2\",\"name\":\"a\\u12g4\"}")]
    [InlineData("{\"RowKey\":\"2\",\"name\":\"a\\")]
    [InlineData("{\"RowKey\":\"2\",\"name\":\"a}")]
    [InlineData("{\"RowKey\":\"2\",\"count\":007}")]
    [InlineData("{\"RowKey\":\"2\",\"count\":-}")]
    [InlineData("{\"RowKey\":\"2\",\"count\":1 2}")]
    [InlineData("{\"RowKey\":\"2\",\"count\":}")]
    [InlineData("{\"RowKey\":\"2\",\"note\":tru}")]
    [InlineData("{\"RowKey\":\"2\",\"note\":nullx}")]
    [InlineData("{\"RowKey\":\"2\",}")]
    [InlineData("{\"RowKey\":\"2\",,\"name\":\"a\"}")]
    [InlineData("{\"RowKey\":\"2\"\"name\":\"a\"}")]
    [InlineData("{,\"RowKey\":\"2\"}")]
    [InlineData("{\"RowKey\" \"2\"}")]
    [InlineData(",{\"RowKey\":\"2\"}")]
    public void What_is_no_json_is_refused_in_a_later_row_too(string row)
    {
        Assert.Equal(2, Read("""{"value":[{"RowKey":"1","name":"a","count":1,"note":"b"},{"RowKey":"2","name":"a","count":1,"note":"b"}]}""", Schema).Count);
        Assert.ThrowsAny<JsonException>(() => Read($$"""{"value":[{"RowKey":"1","name":"a","count":1,"note":"b"},{{row}},{"RowKey":"3","name":"a"}]}""", Schema));
    }

    [Fact]
    public void A_row_that_turns_out_not_to_be_plain_is_read_whole()
    {
        // The escapes before the fraction and before the new name must not be taken out twice.
        string page = """
            {"value":[{"RowKey":"1","name":"a","count":1},{"RowKey":"2","name":"\\\\n\"","count":1.5},{"RowKey":"\"3","name":"\\u0041\\","new":true},{"RowKey":"4", "name":"x\ty"}]}
            """;

        Assert.Equal(
            ["1|Text a|Number 1", "2|Text \\\\n\"|Number 1.5", "\"3|Text \\u0041\\|Null ", "4|Text x\ty|Null "],
            Read(page, Schema).Select(row => $"{row.Key}|{row.Cells[0]}|{row.Cells[1]}"), StringComparer.Ordinal);
    }

    [Fact]
    public void Rows_with_other_optional_properties_each_are_read_alike()
    {
        string[] optional = ["\"name\":\"n\"", "\"count\":5", "\"at\":\"2026-01-28T08:46:57.012Z\"", "\"note\":null", "\"größe\":7"];
        IEnumerable<string> rows = Enumerable.Range(0, 32).Select(number =>
            "{" + string.Join(',', optional.Where((_, index) => (number & (1 << index)) != 0).Prepend(string.Create(CultureInfo.InvariantCulture, $"\"RowKey\":\"{number}\""))) + "}");

        Assert.True(AssertAsJudged($"{{\"value\":[{string.Join(',', rows.Concat(rows.Reverse()))}]}}", Schema));
    }
}
