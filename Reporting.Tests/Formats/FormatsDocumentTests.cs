using System.Globalization;
using System.Text;
using Reporting.Formats;
using Reporting.Reports;
using Reporting.Reports.Definitions;
using Reporting.Rows;
using Reporting.Tests.Rows;

namespace Reporting.Tests.Formats;

/// <summary>docs/formats.md says what the code does: its tables are the catalogue's, its example lines what the encoders write.</summary>
public sealed class FormatsDocumentTests
{
    private static readonly FormatOptions Options = new() { ProductVersion = "0.1.0" };
    private static readonly string Document =
        File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "formats.md"), Encoded.StrictUtf8);

    private static readonly BuiltRow AuditEvent = RowBuilder.Of(
        "e23f7987-0a30-0909-456b-373d234d73b6", At("2022-01-02T08:28:40.687Z"), "dev-9ea680cd@example.com", "recipe.runs", "run.recipe", "Create",
        "Run recipe org.openrewrite.maven.UpgradeDependencyVersion (version=1.2, \"all\") on apache/maven", "Success", "10.168.108.14",
        "Mozilla/5.0 (X11; Linux x86_64)", null, null, "platform");

    public static TheoryData<string> ReportNames => [.. ReportCatalogue.All.Select(report => report.Name)];

    [Theory]
    [MemberData(nameof(ReportNames))]
    public void Each_report_has_all_of_its_columns_with_their_meaning(string name)
    {
        ReportDefinition report = ReportCatalogue.Find(name);
        var table = new StringBuilder("| | column | CSV header | holds | meaning |\n|---|---|---|---|---|\n");
        for (int at = 0; at < report.Columns.Length; at++)
        {
            ReportColumn column = report.Columns[at];
            string place = at < report.DefaultColumnCount ? (at + 1).ToString(CultureInfo.InvariantCulture) : "";
            string kind = column.Kind.ToString().ToLowerInvariant();
            table.Append(CultureInfo.InvariantCulture, $"| {place} | `{column.Name}` | `{column.Header}` | {kind} | {column.Description} |\n");
        }

        Assert.Contains($"### `{name}`", Document, StringComparison.Ordinal);
        Assert.Contains(table.ToString(), Document, StringComparison.Ordinal);
    }

    [Fact]
    public void The_audit_example_stands_in_each_format()
    {
        OutputColumn[] shown = [.. ReportCatalogue.Find("audit-logs").DefaultColumns.Select(column => new OutputColumn(column.Name, column.Header))];
        RowSchema schema = Encoded.SchemaOf(TestRecords.AuditNames);

        AssertExample(new CsvFormat().CreateEncoder(schema, shown, Options), AuditEvent);
        AssertExample(new CefFormat().CreateEncoder(schema, shown, Options), AuditEvent);
        AssertExample(new JsonLinesFormat().CreateEncoder(schema, Encoded.ColumnsOf(TestRecords.AuditNames), Options), AuditEvent);
        AssertExample(new OcsfFormat().CreateEncoder(schema, shown, Options), AuditEvent);
    }

    [Theory]
    [InlineData("recipe-runs")]
    [InlineData("usage")]
    [InlineData("commits")]
    public void An_example_row_stands_as_CSV_and_as_JSON_Lines(string name)
    {
        ReportDefinition report = ReportCatalogue.Find(name);
        Dictionary<string, object?> values = string.Equals(name, "commits", StringComparison.Ordinal) ? CommitValues() : RunValues();
        BuiltRow row = RowBuilder.Of(
            [.. report.Columns.Select(column => values.GetValueOrDefault(column.Name) ?? (column.Kind == CellKind.Number ? 0 : null))]);
        RowSchema schema = new(report.Columns.Select(column => new RowColumn(column.Name, column.Kind)));

        OutputColumn[] shown = [.. report.DefaultColumns.Select(column => new OutputColumn(column.Name, column.Header))];
        AssertExample(new CsvFormat().CreateEncoder(schema, shown, Options), row);
        AssertExample(new JsonLinesFormat().CreateEncoder(schema, Encoded.ColumnsOf([.. report.RecordColumns]), Options), row);
    }

    private static Dictionary<string, object?> RunValues() => new(StringComparer.Ordinal)
    {
        ["runId"] = "1ff0dfaa-6967-8911-7416-e2435f594ad6",
        ["recipeId"] = "org.openrewrite.github.UpgradeOfficialGitHubActions",
        ["recipeName"] = "Upgrade official GitHub Actions to their latest versions",
        ["organizationId"] = "Payments & Billing",
        ["recipeRunState"] = "FINISHED",
        ["repositoryOrigin"] = "github.com",
        ["repositoryPath"] = "openrewrite/rewrite",
        ["repositoryBranch"] = "main",
        ["recipeRunUserEmail"] = "dev-9ea680cd@example.com",
        ["totalFilesSearched"] = 41,
        ["astLoadInMilliseconds"] = 14041,
        ["recipeRunInMilliseconds"] = 14241,
        ["dependencyResolutionInMilliseconds"] = 541,
        ["recipeRunCreatedAt"] = At("2022-01-02T08:28:40.687Z"),
        ["recipeRunUpdatedAt"] = At("2022-01-02T08:28:58.969Z"),
        ["stack"] = "acme",
        ["priority"] = "NORMAL",
    };

    private static Dictionary<string, object?> CommitValues() => new(StringComparer.Ordinal)
    {
        ["commitId"] = "706d9319f14b507f3c3deeba4eeda1a51a531c9b",
        ["runId"] = "1ff0dfaa-6967-8911-7416-e2435f594ad6",
        ["recipeRunCreatedAt"] = At("2022-01-02T08:28:40.687Z"),
        ["organizationId"] = "Payments & Billing",
        ["repositoryOrigin"] = "github.com",
        ["repositoryPath"] = "apache/maven",
        ["repositoryBranch"] = "master",
        ["type"] = "ForkAndPullRequest",
        ["commitState"] = "COMPLETED",
        ["commitUserEmail"] = "dev-9ea680cd@example.com",
        ["commitCreatedAt"] = At("2022-01-02T14:11:41Z"),
        ["commitModifiedAt"] = At("2022-01-02T14:32:07Z"),
        ["message"] = "[MNG-7369] Maven BOM doesn't need to package as a JAR",
        ["stateMessage"] = "",
    };

    /// <summary>The file of one row stands in a fenced block of its own.</summary>
    private static void AssertExample(IRowEncoder encoder, BuiltRow row) =>
        Assert.Contains("```\n" + Encoded.StrictUtf8.GetString(Encoded.File(encoder, [row])) + "```\n", Document, StringComparison.Ordinal);

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
