using FsCheck;
using FsCheck.Fluent;
using Reporting.Activity.Keys;
using Reporting.Activity.Records;
using Reporting.Activity.Scanning;
using Reporting.Reports;
using Reporting.Reports.Definitions;
using Reporting.Reports.Filtering;
using Reporting.Reports.Reading;
using Reporting.Tests.Formats;
using Reporting.Tests.Storage.Memory;
using Filters = System.Collections.Generic.Dictionary<string, System.Collections.Generic.IReadOnlyList<string>>;

namespace Reporting.Tests.Reports;

/// <summary>Filters keep the rows that LINQ over the same rows keeps.</summary>
public sealed class FilterTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 28, 8, 0, 0, TimeSpan.Zero);
    private static readonly ReportDefinition AuditLogs = ReportCatalogue.Find("audit-logs");
    private static readonly ReportDefinition RecipeRuns = ReportCatalogue.Find("recipe-runs");

    [Theory]
    [InlineData("TOKEN", "Create token x", true)]
    [InlineData("token", "Create TOKEN", true)]
    [InlineData("é", "CAFÉ", true)]
    [InlineData("Ж", "жук", true)]
    [InlineData("ss", "straße", false)]
    [InlineData("é", "cafe\u0301", false)]
    [InlineData("😀b", "a😀B", true)]
    [InlineData("a", "", false)]
    [InlineData("a\nb", "xA\nBx", true)]
    [InlineData("\uFFFD", "a\uD800", true)]
    public async Task Text_is_found_in_any_case(string text, string description, bool found) =>
        Assert.Equal(found ? 1 : 0, (await ReadAsync([("id", description)], new Filters { ["text"] = [text] })).Count);

    [Fact]
    public void Any_text_is_found_as_by_LINQ()
    {
        Gen<string> text = Gen.Elements(HardText.Pieces.Concat(["A", "B", "É", "İ", "ß", "ẞ"])).ListOf().Select(string.Concat);
        Gen<(string[] Needles, string[] Rows)> cases = text.Where(needle => needle.Length > 0).NonEmptyListOf().SelectMany(needles => text.ListOf().Select(rows => (needles.ToArray(), rows.Select((row, at) => at % 2 == 0 ? row : row + needles[at % needles.Count].ToUpperInvariant() + row).ToArray())));
        Prop.ForAll(Arb.From(cases), given =>
        {
            string[] needles = [.. given.Needles.Select(HardText.InRow)];
            var rows = given.Rows.Select((row, at) => (Id: "e" + at.ToString(System.Globalization.CultureInfo.InvariantCulture), Description: HardText.InRow(row))).ToList();
            string[] expected = [.. rows.Where(row => needles.Any(needle => row.Description.Contains(needle, StringComparison.OrdinalIgnoreCase))).Select(row => row.Id)];
            List<ReadRow> read = ReadAsync(rows, new Filters { ["text"] = needles }).GetAwaiter().GetResult();
            Assert.Equal(expected.Order(StringComparer.Ordinal), read.Select(row => row.Cells).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 300)));
    }

    [Theory]
    [InlineData("openrewrite/rewrite", "github.com", "openrewrite/rewrite", true)]
    [InlineData("github.com/openrewrite/rewrite", "github.com", "openrewrite/rewrite", true)]
    [InlineData("bitbucket.example.com/scm/a/b", "bitbucket.example.com/scm", "a/b", true)]
    [InlineData("github.com/openrewrite/rewrite", "gitlab.com", "openrewrite/rewrite", false)]
    [InlineData("openrewrite", "github.com", "openrewrite/rewrite", false)]
    [InlineData("rewrite", "github.com", "openrewrite/rewrite", false)]
    [InlineData("github.com", "github.com", "openrewrite/rewrite", false)]
    [InlineData("github.comXopenrewrite/rewrite", "github.com", "openrewrite/rewrite", false)]
    [InlineData("OPENREWRITE/rewrite", "github.com", "openrewrite/rewrite", true)]
    [InlineData("GitHub.com/OpenRewrite/Rewrite", "github.com", "openrewrite/rewrite", true)]
    [InlineData("github.com/OpenRewriter/Rewrite", "github.com", "openrewrite/rewrite", false)]
    [InlineData("ÄB/c", "github.com", "äb/C", true)]
    public async Task A_repository_is_named_by_path_or_by_origin_and_path(string value, string origin, string path, bool found)
    {
        var scanner = new MemoryScanner(1);
        scanner.Put(RecipeRuns.Tables[0], ActivityKeys.RecipeRunRow(Start, "r", ActivityKeys.RepositoryHash(origin, path, "main")), new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["runId"] = "r", ["repositoryOrigin"] = origin, ["repositoryPath"] = path,
        });
        ReportQuery query = ReportQueryBuilder.Build(RecipeRuns, ["runId"], new Filters { ["repository"] = [value] });
        (List<ReadRow> rows, _) = await ReadRow.AllAsync(new ReportSource(scanner).Open(query, KeyRange.OfTimes(Start, Start.AddDays(1))), ["runId"], TestContext.Current.CancellationToken);

        Assert.Equal(found ? 1 : 0, rows.Count);
        if (found)
        {
            Assert.Equal(Ascii.IsValid(value), scanner.Requests.Single().Filter?.Contains("repositoryPath ge '", StringComparison.Ordinal) ?? false);
        }
    }

    [Fact]
    public void The_service_filters_what_it_can()
    {
        ReportQuery query = ReportQueryBuilder.Build(
            AuditLogs, null, new Filters { ["user"] = ["o'neil", "ann"], ["outcome"] = ["failed"], ["text"] = ["x"] }, new ChangedRange(Start, Start.AddMinutes(1).AddTicks(1)));

        Assert.Equal(
            "(changedAt ge '2026-01-28T08:00:00.000Z' and changedAt lt '2026-01-28T08:01:00.001Z') and ((userId ge 'O''NEIL' and userId le 'o''neil') or (userId ge 'ANN' and userId le 'ann')) and (outcome eq 'Failed')",
            ServiceFilter.Create(query.Report, query.Filters, query.Changed));
    }

    [Fact]
    public void Nothing_to_filter_is_no_clause() => Assert.Null(ServiceFilter.Create(AuditLogs, new Filters { ["text"] = ["x"] }, null));

    [Fact]
    public void A_value_with_control_characters_is_filtered_here() =>
        Assert.Equal("(target eq 'A' or target eq 'a')", ServiceFilter.Create(AuditLogs, new Filters { ["user"] = ["ann", "a\nb"], ["target"] = ["a"], ["action"] = ["\0"] }, null));

    [Fact]
    public void What_one_request_does_not_take_is_filtered_here()
    {
        ReportQuery query = ReportQueryBuilder.Build(
            AuditLogs, null, new Filters { ["user"] = [.. Enumerable.Range(0, 10).Select(number => "u" + (char)('0' + number))], ["target"] = ["a", "b"], ["action"] = [new string('x', 2_000)] });

        string? clause = ServiceFilter.Create(query.Report, query.Filters, query.Changed);
        Assert.Equal("(target eq 'A' or target eq 'a' or target eq 'B' or target eq 'b')", clause);
    }

    [Theory]
    [InlineData("user", "userId", "ada@example.com", "Ada@Example.COM", true)]
    [InlineData("user", "userId", "ÅSA@example.com", "åsa@EXAMPLE.com", true)]
    [InlineData("user", "userId", "ada@example.com", "ada@example.co", false)]
    [InlineData("user", "userId", "ada", "ada@example.com", false)]
    [InlineData("user", "userId", "STRASSE", "straße", false)]
    [InlineData("target", "target", "ACCESS.tokens", "access.tokens", true)]
    [InlineData("action", "action", "create.Token", "create.token", true)]
    [InlineData("outcome", "outcome", "success", "Success", true)]
    public async Task Every_filter_compares_the_whole_value_in_any_case(string filter, string column, string value, string stored, bool found)
    {
        var scanner = new MemoryScanner(1);
        scanner.Put(AuditEvents.Table, ActivityKeys.AuditEventRow(Start, "e"), new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = "e", [column] = stored });
        ReportQuery query = ReportQueryBuilder.Build(AuditLogs, ["id"], new Filters { [filter] = [value] });

        Assert.Equal(found ? 1 : 0, (await ReadRow.AllAsync(new ReportSource(scanner).Open(query, KeyRange.OfTimes(Start, Start.AddDays(1))), ["id"], TestContext.Current.CancellationToken)).Rows.Count);
    }

    [Fact]
    public void What_the_service_is_asked_for_holds_every_spelling()
    {
        var cases = Gen.Elements("a", "Z", "m", "@", "'", "0", "_", "[", "{", "~", " ").NonEmptyListOf().Select(string.Concat);
        Prop.ForAll(Arb.From(cases), Arb.From(Gen.Choose(0, 3)), Arb.From(Gen.Choose(0, int.MaxValue)), (value, letters, seed) =>
        {
            var chance = new Random(seed);
            string spelling = string.Concat(value.Select(unit => chance.Next(2) == 0 ? char.ToUpperInvariant(unit) : char.ToLowerInvariant(unit)));
            IReadOnlyList<string> clauses = AnyCase.Clauses("c", value, letters);
            var filters = clauses.Select(clause => TableFilterParser.Parse(clause)).ToList();
            var row = new Dictionary<string, object?>(StringComparer.Ordinal) { ["c"] = spelling };
            return clauses.Count <= 1 << letters && filters.Exists(filter => filter.Matches(name => row.GetValueOrDefault(name)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 300)));
    }

    [Fact]
    public void No_letter_beyond_ASCII_is_one_of_ASCII_in_another_case()
    {
        for (int unit = 128; unit <= char.MaxValue; unit++)
        {
            Assert.All("kKsSiI", letter => Assert.False(string.Equals(letter.ToString(), ((char)unit).ToString(), StringComparison.OrdinalIgnoreCase)));
        }
    }

    private static async Task<List<ReadRow>> ReadAsync(IReadOnlyList<(string Id, string Description)> events, Filters filters)
    {
        var scanner = new MemoryScanner(events.Count);
        foreach ((string id, string description) in events)
        {
            scanner.Put(AuditEvents.Table, ActivityKeys.AuditEventRow(Start, id), new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = id, ["description"] = description });
        }

        ReportQuery query = ReportQueryBuilder.Build(AuditLogs, ["id"], filters);
        return (await ReadRow.AllAsync(new ReportSource(scanner).Open(query, KeyRange.OfTimes(Start, Start.AddDays(1))), ["id"], CancellationToken.None)).Rows;
    }
}
