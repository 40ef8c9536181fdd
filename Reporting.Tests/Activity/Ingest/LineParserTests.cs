using FsCheck;
using FsCheck.Fluent;
using Reporting.Activity.Ingest;
using Reporting.Activity.Records;

namespace Reporting.Tests.Activity.Ingest;

public sealed class LineParserTests
{
    private const string Event = """{"id":"e1","timestamp":"2026-01-28T08:46:57.012Z","userId":"u","target":"t","action":"a","actionType":"Read","description":"d","outcome":"Success"}""";
    private const string Run = """{"runId":"r","recipeId":"x","recipeRunState":"FINISHED","repositoryOrigin":"o","repositoryPath":"p","repositoryBranch":"b","recipeRunUserEmail":"m","recipeRunCreatedAt":"2026-01-28T08:46:57Z","recipeRunUpdatedAt":"2026-01-28T08:46:58Z"}""";
    private const string Commit = """{"commitId":"c","runId":"r","recipeRunCreatedAt":"2026-01-28T08:46:57Z","repositoryOrigin":"o","repositoryPath":"p","repositoryBranch":"b","type":"Direct","commitState":"NO_CHANGES","commitUserEmail":"m","commitCreatedAt":"2026-01-28T08:46:57Z","commitModifiedAt":"2026-01-28T08:46:58Z"}""";

    [Fact]
    public void Lines_with_the_required_fields_alone_are_taken()
    {
        Assert.Null(Parse(Event, AuditEvents.Kind, out _));
        Assert.Null(Parse(Run, RecipeRuns.Kind, out _));
        Assert.Null(Parse(Commit, Commits.Kind, out RecordValues values));
        Assert.Equal(CommitState.NoChanges, ((CommitRecord)Commits.Kind.Read(values, "platform")).CommitState);
    }

    [Fact]
    public void Every_required_field_is_missed_by_name()
    {
        foreach ((string line, RecordKind kind) in new (string, RecordKind)[] { (Event, AuditEvents.Kind), (Run, RecipeRuns.Kind), (Commit, Commits.Kind) })
        {
            Dictionary<string, JsonElement> fields = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(line)!;
            foreach (string field in fields.Keys)
            {
                string without = JsonSerializer.Serialize(fields.Where(pair => !string.Equals(pair.Key, field, StringComparison.Ordinal)).ToDictionary());
                Assert.Equal(field, Parse(without, kind, out _)?.Field);
                string asNull = JsonSerializer.Serialize(fields.ToDictionary(pair => pair.Key, pair => string.Equals(pair.Key, field, StringComparison.Ordinal) ? (object?)null : pair.Value));
                Assert.Equal(field, Parse(asNull, kind, out _)?.Field);
            }
        }
    }

    [Theory]
    [InlineData("", "", "not well-formed")]
    [InlineData("[]", "", "no JSON object")]
    [InlineData("null", "", "no JSON object")]
    [InlineData("{", "", "not well-formed")]
    [InlineData("""{"id":"e1",}""", "", "not well-formed")]
    [InlineData("""{"id":"e1"} x""", "", "not well-formed")]
    [InlineData("""{"id":1,"timestamp":tru}""", "", "not well-formed")]
    [InlineData("""{"id":1}""", "id", "takes text")]
    [InlineData("""{"id":{"a":[1,2]}}""", "id", "takes text")]
    [InlineData("""{"id":"e1","id":"e1"}""", "id", "given twice")]
    [InlineData("""{"\u0069d":"e1","id":"e1"}""", "id", "given twice")]
    [InlineData("""{"timestamp":"2026-01-28T08:46:57"}""", "timestamp", "with a zone")]
    [InlineData("""{"timestamp":1769590017012}""", "timestamp", "with a zone")]
    [InlineData("""{"outcome":"success"}""", "outcome", "Started, Success, Failed")]
    [InlineData("""{"actionType":""}""", "actionType", "Create, Read, Update, Delete")]
    public void What_is_wrong_is_told_by_field(string line, string field, string message)
    {
        RecordProblem problem = Parse(line, AuditEvents.Kind, out _)!;
        Assert.Equal(field, problem.Field);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1", false)]
    [InlineData("1.5", false)]
    [InlineData("\"1\"", false)]
    [InlineData("9007199254740992", false)]
    [InlineData("99999999999999999999", false)]
    [InlineData("true", false)]
    [InlineData("0", true)]
    [InlineData("9007199254740991", true)]
    [InlineData("null", true)]
    public void Numbers_are_whole_and_exact_in_every_json_reader(string number, bool good)
    {
        string line = Run[..^1] + ",\"errorMarkers\":" + number + "}";
        RecordProblem? problem = Parse(line, RecipeRuns.Kind, out RecordValues values) ?? RecipeRuns.Kind.Check(RecipeRuns.Kind.Read(values, "platform"));
        Assert.Equal(good ? null : "errorMarkers", problem?.Field);
    }

    [Fact]
    public void Fields_of_other_names_are_ignored_whatever_they_hold() =>
        Assert.Null(Parse("""{"x":{"id":[{"a":"}"}]},"X":null,"y":1e999,""" + Event[1..], AuditEvents.Kind, out _));

    [Theory]
    [InlineData("""a\ud800b""", "a\uFFFDb")]
    [InlineData("""\udc00a""", "\uFFFDa")]
    [InlineData("""\ud83c\udf89""", "\U0001F389")]
    [InlineData("""\ud83c\ud83c\udf89\udf89""", "\uFFFD\U0001F389\uFFFD")]
    [InlineData("""\"\\\/\b\f\n\r\t\u0041""", "\"\\/\b\f\n\r\tA")]
    public void Escapes_are_decoded_and_lone_surrogates_replaced(string json, string expected)
    {
        Assert.Null(Parse(Event.Replace("\"d\"", $"\"{json}\"", StringComparison.Ordinal), AuditEvents.Kind, out RecordValues values));
        Assert.Equal(expected, ((AuditEvent)AuditEvents.Kind.Read(values, "platform")).Description);
    }

    [Fact]
    public void A_surrogate_written_as_three_bytes_is_replaced_and_other_bad_bytes_refused()
    {
        Assert.Equal("a\uFFFDb", Decode([(byte)'a', 0xED, 0xA0, 0x80, (byte)'b']));
        Assert.Null(Decode([(byte)'a', 0xFF, (byte)'b']));
        Assert.Null(Decode([0xC3]));
        Assert.Null(Decode([0xED, 0xA0]));

        static string? Decode(byte[] json) => LineText.TryDecode(json, isEscaped: false, out string text) ? text : null;
    }

    [Fact]
    public void Any_text_comes_through_escaped_or_not() => Prop.ForAll(Arb.From(Gen.ListOf(Gen.Choose(1, 0xFFFF)).Select(units => string.Concat(units.Select(unit => (char)unit)))), text =>
    {
        // The platform's own encoder replaces lone surrogates in the same way.
        string expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        string all = string.Concat(text.Select(unit => "\\u" + ((int)unit).ToString("x4", System.Globalization.CultureInfo.InvariantCulture)));
        return LineText.TryDecode(Encoding.ASCII.GetBytes(all), isEscaped: true, out string decoded) && string.Equals(decoded, expected, StringComparison.Ordinal)
            && LineText.TryDecode(Encoding.UTF8.GetBytes(expected), isEscaped: false, out string plain) && string.Equals(plain, expected, StringComparison.Ordinal);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 500)));

    private static RecordProblem? Parse(string line, RecordKind kind, out RecordValues values)
    {
        values = new RecordValues(kind);
        return LineParser.Parse(Encoding.UTF8.GetBytes(line), kind, values);
    }
}
