using Reporting.Formats;
using Reporting.Tests.Judges;
using Reporting.Tests.Rows;

namespace Reporting.Tests.Formats;

public sealed class JsonLinesTests
{
    [Fact]
    public void A_row_is_one_object_with_a_member_for_every_column()
    {
        IRowEncoder encoder = new JsonLinesFormat().CreateEncoder(
            Encoded.SchemaOf("runId", "errorMarkers", "recipeRunCreatedAt", "commitId", "message"),
            Encoded.ColumnsOf("commitId", "runId", "errorMarkers", "recipeRunCreatedAt", "message"),
            Encoded.Options);
        BuiltRow row = RowBuilder.Of("r-1", 3_000_000_000L, new DateTimeOffset(2026, 1, 28, 8, 46, 57, 12, TimeSpan.Zero), null, "");

        Assert.Equal(
            """{"commitId":null,"runId":"r-1","errorMarkers":3000000000,"recipeRunCreatedAt":"2026-01-28T08:46:57.012Z","message":""}""",
            Encoded.Row(encoder, row));
    }

    [Theory]
    [InlineData("a\"b\\c/d", "a\\\"b\\\\c/d")]
    [InlineData("\b\f\n\r\t\0\u001F", "\\b\\f\\n\\r\\t\\u0000\\u001f")]
    [InlineData("\u0085\u2028\u2029", "\\u0085\\u2028\\u2029")]
    [InlineData("é…“\u00A0”🎉\u007F", "é…“\u00A0”🎉\u007F")]
    public void Only_what_must_be_escaped_is(string text, string expected) =>
        Assert.Equal("{\"a\":\"" + expected + "\"}", Encoded.Row(
            new JsonLinesFormat().CreateEncoder(Encoded.SchemaOf("a"), Encoded.ColumnsOf("a"), Encoded.Options), RowBuilder.Of(text)));

    [Fact]
    public void A_file_without_rows_is_empty() =>
        Assert.Empty(Encoded.File(new JsonLinesFormat().CreateEncoder(Encoded.SchemaOf("a"), Encoded.ColumnsOf("a"), Encoded.Options), []));

    [Theory]
    [InlineData(SharedData.AuditEvents)]
    [InlineData(SharedData.RecipeRuns)]
    [InlineData(SharedData.Commits)]
    public Task Python_reads_all_real_rows_equal(string name) => PythonReadsEqualAsync(TestRecords.Real(name));

    [Fact]
    public Task Python_reads_hard_rows_equal() =>
        PythonReadsEqualAsync(TestRecords.HardAuditEvents(LongTests.Cases(quick: 1000), seed: 34));

    private static async Task PythonReadsEqualAsync(TestRecords records)
    {
        IRowEncoder encoder = new JsonLinesFormat().CreateEncoder(records.Schema, Encoded.ColumnsOf(records.Names), Encoded.Options);

        List<JsonElement> read = await PythonJudge.ReadJsonLinesAsync(
            Encoded.File(encoder, records.Rows), TestContext.Current.CancellationToken);

        Assert.Equal(records.Values.Count, read.Count);
        for (int row = 0; row < read.Count; row++)
        {
            JsonElement[] members = [.. read[row].EnumerateArray()];
            Encoded.AssertSame(records.Names, [.. members.Select(member => member[0].GetString()!)]);
            Encoded.AssertSame(
                [.. records.Values[row].Select(value => value is DateTimeOffset or string ? TestRecords.CsvOf(value) : value)],
                [.. members.Select(member => ValueOf(member[1]))]);
        }
    }

    private static object? ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number => value.GetInt64(),
        _ => value.GetString(),
    };
}
