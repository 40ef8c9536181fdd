using FsCheck;
using FsCheck.Fluent;
using Reporting.Rows;
using Reporting.Storage.Paging;
using Reporting.Tests.Rows;

namespace Reporting.Tests.Storage.Paging;

/// <summary>Pages are read as System.Text.Json reads them.</summary>
public sealed partial class PageReaderTests
{
    private static readonly RowSchema Schema = new(
    [
        new("name", CellKind.Text), new("count", CellKind.Number), new("at", CellKind.Time), new("note", CellKind.Text), new("größe", CellKind.Number),
    ]);

    private static readonly string[] Pieces =
    [
        "a", "Z", "0", " ", "", "\"", "\\", "/", "\b", "\f", "\n", "\r", "\t", "\0", "\u001F", "\u007F", "é", "ß", "€", "漢", "😀", "\U0010FFFF", "\uFFFD", "\u2028",
        "\uD800", "\uDC00", "\uDBFF", "\uDFFF", "odata.", "@odata.type", "RowKey", "{", "}", "[", "]", ":", ",", "null", "plain text that is longer than one vector of bytes",
    ];

    [Fact]
    public void Any_page_reads_as_by_the_judge()
    {
        Prop.ForAll(Arb.From(Pages()), page => AssertAsJudged(page, Schema)).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 1_000)));
    }

    [Fact]
    public void One_reader_reads_page_after_page()
    {
        var reader = new PageReader(Schema);
        Prop.ForAll(Arb.From(Pages()), page => AssertAsJudged(page, Schema, reader)).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 300)));
    }

    [Fact]
    public void Int64_is_a_number_and_what_only_looks_like_one_is_text()
    {
        string page = """
            {"odata.metadata":"x","value":[
            {"RowKey":"1","count@odata.type":"Edm.Int64","count":"9223372036854775807"},
            {"RowKey":"2","count":-12},{"RowKey":"3","count":"-5"},{"RowKey":"4","count":"007"},{"RowKey":"5","count":"1e3"},{"RowKey":"6","count":""},
            {"RowKey":"7","count":"-"},{"RowKey":"8","count":"0"},{"RowKey":"9","count":1.5e3}]}
            """;
        string[] cells = [.. Read(page, Schema).Select(row => row.Cells[1])];

        Assert.Equal(["Number 9223372036854775807", "Number -12", "Number -5", "Text 007", "Text 1e3", "Text ", "Text -", "Number 0", "Number 1.5e3"], cells);
    }

    [Fact]
    public void A_time_in_another_shape_is_text()
    {
        string page = """{"value":[{"RowKey":"1","at":"2026-01-28T08:46:57.012Z"},{"RowKey":"2","at":"2026-01-28T08:46:57Z"},{"RowKey":"3","at":"2026-01-28T08:46:57.0120000Z"}]}""";

        Assert.Equal<string>(["Time 2026-01-28T08:46:57.012Z", "Text 2026-01-28T08:46:57Z", "Text 2026-01-28T08:46:57.0120000Z"], Read(page, Schema).Select(row => row.Cells[2]));
    }

    [Fact]
    public void Keys_can_be_columns_too()
    {
        var schema = new RowSchema([new("PartitionKey", CellKind.Text), new("RowKey", CellKind.Text)]);
        (string key, string[] cells) = Read("""{"value":[{"PartitionKey":"00-2026012808","RowKey":"7-a"}]}""", schema).Single();

        Assert.Equal("7-a", key);
        Assert.Equal(["Text 00-2026012808", "Text 7-a"], cells);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_become_replacement_characters()
    {
        byte[] page = [.. """{"value":[{"RowKey":"1","name":"a"""u8, 0xFF, 0xED, 0xA0, 0x80, .. "b\"}]}"u8];
        var reader = new PageReader(Schema);
        reader.Load(page, page.Length);
        Assert.True(reader.TryRead());
        Assert.Equal("a\uFFFD\uFFFD\uFFFD\uFFFDb", Encoding.UTF8.GetString(reader.Current[0]));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"odata.error":{"code":"x"}}""")]
    [InlineData("""{"value":{}}""")]
    public void An_answer_without_rows_is_refused(string page) => Assert.Throws<InvalidDataException>(() => Read(page, Schema));

    [Fact]
    public void A_page_that_breaks_off_is_refused() =>
        Assert.ThrowsAny<JsonException>(() => Read("""{"value":[{"RowKey":"1","name":"a"},{"RowKey":"2","na""", Schema));

    [Fact]
    public void Nothing_is_allocated_for_a_row()
    {
        var page = new StringBuilder("""{"value":[""");
        for (int row = 0; row < 1000; row++)
        {
            page.Append(CultureInfo.InvariantCulture, $$"""{{(row == 0 ? "" : ",")}}{"odata.etag":"W/","RowKey":"{{row}}","name":"x\ty","count@odata.type":"Edm.Int64","count":"{{row}}"{{(row % 3 == 0 ? "" : ",\"note\":\"n\"")}}}""");
        }

        byte[] bytes = Encoding.UTF8.GetBytes(page.Append("]}").ToString());
        var reader = new PageReader(Schema);
        Assert.Equal(1000, Count(reader, [.. bytes], bytes.Length)); // Names are learned once.

        // The least of some passes: the runtime may load or recompile something in one of them; what a row costs, every pass shows.
        long allocated = Enumerable.Range(0, 5).Min(_ => Allocated([.. bytes]));
        Assert.InRange(allocated, 0, 100);

        long Allocated(byte[] page)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            int rows = Count(reader, page, page.Length);
            long spent = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(1000, rows);
            return spent;
        }
    }

    private static int Count(PageReader reader, byte[] page, int length)
    {
        reader.Load(page, length);
        int rows = 0;
        while (reader.TryRead())
        {
            rows++;
        }

        return rows;
    }

    private static List<(string Key, string[] Cells)> Read(string page, RowSchema schema, PageReader? reader = null)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(page);
        reader ??= new PageReader(schema);
        reader.Load(bytes, bytes.Length);
        var rows = new List<(string, string[])>();
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        while (reader.TryRead())
        {
            RowView row = reader.Current;
            var cells = new string[row.Count];
            for (int ordinal = 0; ordinal < cells.Length; ordinal++)
            {
                cells[ordinal] = $"{row.KindOf(ordinal)} {strict.GetString(row[ordinal])}";
            }

            rows.Add((strict.GetString(reader.CurrentKey), cells));
        }

        return rows;
    }

    private static bool AssertAsJudged(string page, RowSchema schema, PageReader? reader = null)
    {
        List<(string Key, string[] Cells)> read = Read(page, schema, reader);
        using var judge = JsonDocument.Parse(page);
        JsonElement[] rows = [.. judge.RootElement.GetProperty("value").EnumerateArray()];
        Assert.Equal(rows.Length, read.Count);
        for (int index = 0; index < rows.Length; index++)
        {
            Assert.Equal(Valid(TextOf(rows[index].GetProperty("RowKey"))), read[index].Key);
            Assert.Equal<string>(schema.Columns.Select(column => Expected(rows[index], column)), read[index].Cells);
        }

        return true;
    }

    private static string Expected(JsonElement row, RowColumn column)
    {
        if (!row.TryGetProperty(column.Name, out JsonElement value) || value.ValueKind is JsonValueKind.Null or JsonValueKind.Object or JsonValueKind.Array)
        {
            return "Null ";
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return (value.ValueKind == JsonValueKind.Number ? "Number " : "Text ") + value.GetRawText();
        }

        string text = TextOf(value);
        CellKind kind = column.Kind switch
        {
            CellKind.Number when !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
                || !string.Equals(number.ToString(CultureInfo.InvariantCulture), text, StringComparison.Ordinal) => CellKind.Text,
            CellKind.Time when !Rfc3339.TryParse(text, out DateTimeOffset time) || !string.Equals(RowBuilder.TextOf(time), text, StringComparison.Ordinal) => CellKind.Text,
            _ => column.Kind,
        };
        return $"{kind} {Valid(text)}";
    }

    // JsonElement.GetString refuses lone surrogates, so the judge's raw text is decoded by hand, one UTF-16 unit an escape.
    private static string TextOf(JsonElement value)
    {
        string raw = value.GetRawText()[1..^1];
        var text = new StringBuilder();
        for (int at = 0; at < raw.Length; at++)
        {
            if (raw[at] != '\\')
            {
                text.Append(raw[at]);
            }
            else if (raw[++at] == 'u')
            {
                text.Append((char)int.Parse(raw.AsSpan(at + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                at += 4;
            }
            else
            {
                text.Append(raw[at] switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', char plain => plain });
            }
        }

        return text.ToString();
    }

    // Encoding.UTF8 puts U+FFFD for each lone surrogate.
    private static string Valid(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static Gen<string> Pages()
    {
        Gen<string> text = Gen.Elements(Pieces).ListOf().Select(string.Concat);
        Gen<string> literal = text.SelectMany(value => Gen.Choose(0, int.MaxValue).Select(seed => Escape(value, seed)));
        Gen<string> number = Gen.OneOf(
            Gen.Choose(int.MinValue, int.MaxValue).Select(value => value.ToString(CultureInfo.InvariantCulture)),
            Gen.Elements("0", "-1", "9223372036854775807", "-9223372036854775808"));
        Gen<string> time = Gen.Elements("\"2026-01-28T08:46:57.012Z\"", "\"0001-01-01T00:00:00.000Z\"", "\"2026-01-28T08:46:57.0120000Z\"", "\"soon\"");
        Gen<string> other = Gen.Elements("null", "true", "false", "1.5", "-2E+10", "{\"a\":[1,{\"value\":[]}]}", "[[],{}]");
        Gen<string> value = Gen.Frequency((6, literal), (3, number), (2, number.Select(digits => $"\"{digits}\"")), (2, time), (2, other));
        Gen<string> name = Gen.Frequency(
            (8, Gen.Elements("name", "count", "at", "note", "größe")),
            (2, Gen.Elements("odata.etag", "count@odata.type", "name@odata.type", "Timestamp", "PartitionKey", "", "NAME", "nam", "names")));
        Gen<string> property = name.SelectMany(key => value.SelectMany(content => Gen.Choose(0, 200).Select(seed =>
            $"{(seed < 20 ? Escape(key, seed) : $"\"{key}\"")}{(seed % 7 == 0 ? " : " : ":")}{content}")));
        Gen<string> row = property.ListOf().SelectMany(properties => literal.SelectMany(key => Gen.Choose(0, 1000).Select(place =>
        {
            // Duplicate names are no legal row; the first of each stays.
            var unique = properties.DistinctBy(NameOf, StringComparer.Ordinal).ToList();
            unique.Insert(place % (unique.Count + 1), $"\"RowKey\":{key}");
            return "{" + string.Join(',', unique) + "}";
        })));

        // Real pages repeat one shape; so do some of these.
        Gen<string[]> rows = Gen.OneOf(row.ListOf().Select(list => list.ToArray()), row.SelectMany(one => Gen.Choose(1, 5).Select(count => Enumerable.Repeat(one, count).ToArray())));
        return rows.Select(list => "{\"odata.metadata\":\"http://x/$metadata#t\",\"value\":[" + string.Join(",\n", list) + "],\"tail\":{\"value\":[1]}}");
    }

    private static string NameOf(string property)
    {
        using var parsed = JsonDocument.Parse("{" + property + "}");
        return parsed.RootElement.EnumerateObject().First().Name;
    }

    private static string Escape(string value, int seed)
    {
        var random = new Random(seed);
        var literal = new StringBuilder("\"");
        for (int at = 0; at < value.Length; at++)
        {
            char unit = value[at];
            bool pair = at + 1 < value.Length && char.IsSurrogatePair(unit, value[at + 1]);
            if (unit < ' ' || unit is '"' or '\\' || (char.IsSurrogate(unit) && !pair) || random.Next(8) == 0)
            {
                int followers = pair ? 2 : 1;
                for (int escaped = 0; escaped < followers; escaped++)
                {
                    literal.Append(Short(value[at + escaped], random) ?? string.Create(CultureInfo.InvariantCulture, $"\\u{(random.Next(2) == 0 ? ((int)value[at + escaped]).ToString("x4", CultureInfo.InvariantCulture) : ((int)value[at + escaped]).ToString("X4", CultureInfo.InvariantCulture))}"));
                }

                at += followers - 1;
            }
            else
            {
                literal.Append(unit);
                if (pair)
                {
                    literal.Append(value[++at]);
                }
            }
        }

        return literal.Append('"').ToString();
    }

    private static string? Short(char unit, Random random) => random.Next(2) == 0 ? null : unit switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '/' => "\\/",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => null,
    };
}
