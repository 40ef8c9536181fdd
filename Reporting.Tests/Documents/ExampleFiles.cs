using Reporting.Formats;
using Reporting.Reports;
using Reporting.Reports.Definitions;
using Reporting.Rows;
using Reporting.Tests.Formats;
using Reporting.Tests.Rows;

namespace Reporting.Tests.Documents;

/// <summary>Files of one row, as the encoders write them.</summary>
internal static class ExampleFiles
{
    private const string Runs = """
        {"runId":"1ff0dfaa-6967-8911-7416-e2435f594ad6","recipeId":"org.openrewrite.github.UpgradeOfficialGitHubActions",
         "recipeName":"Upgrade official GitHub Actions to their latest versions","organizationId":"Payments & Billing",
         "recipeRunState":"FINISHED","repositoryOrigin":"github.com","repositoryPath":"openrewrite/rewrite","repositoryBranch":"main",
         "recipeRunUserEmail":"dev-9ea680cd@example.com","errorMarkers":0,"warningMarkers":0,"infoMarkers":0,"debugMarkers":0,
         "totalFilesResults":0,"totalFilesSearched":41,"totalFilesChanges":0,
         "timeSavingsInMinutes":0,"astLoadInMilliseconds":14041,"recipeRunInMilliseconds":14241,"dependencyResolutionInMilliseconds":541,
         "recipeRunCreatedAt":"2022-01-02T08:28:40.687Z","recipeRunUpdatedAt":"2022-01-02T08:28:58.969Z","stack":"acme","priority":"NORMAL"}
        """;

    private static readonly Dictionary<string, string> s_rows = new(StringComparer.Ordinal)
    {
        ["audit-logs"] = """
            {"id":"e23f7987-0a30-0909-456b-373d234d73b6","timestamp":"2022-01-02T08:28:40.687Z","userId":"dev-9ea680cd@example.com",
             "target":"recipe.runs","action":"run.recipe","actionType":"Create","outcome":"Success","origin":"platform",
             "description":"Run recipe org.openrewrite.maven.UpgradeDependencyVersion (version=1.2, \"all\") on apache/maven",
             "sourceAddress":"10.168.108.14","userAgent":"Mozilla/5.0 (X11; Linux x86_64)"}
            """,
        ["recipe-runs"] = Runs,
        ["commits"] = """
            {"commitId":"706d9319f14b507f3c3deeba4eeda1a51a531c9b","runId":"1ff0dfaa-6967-8911-7416-e2435f594ad6",
             "recipeRunCreatedAt":"2022-01-02T08:28:40.687Z","organizationId":"Payments & Billing","repositoryOrigin":"github.com",
             "repositoryPath":"apache/maven","repositoryBranch":"master","type":"ForkAndPullRequest","commitState":"COMPLETED",
             "commitUserEmail":"dev-9ea680cd@example.com","commitCreatedAt":"2022-01-02T14:11:41.000Z",
             "commitModifiedAt":"2022-01-02T14:32:07.000Z","stateMessage":"",
             "message":"[MNG-7369] Maven BOM doesn't need to package as a JAR"}
            """,
        ["usage"] = Runs,
    };

    /// <summary>A part for each format.</summary>
    public static IEnumerable<KeyValuePair<string, string>> All() =>
        ((IReportFormat[])[new CsvFormat(), new JsonLinesFormat(), new CefFormat(), new OcsfFormat()]).Select(format => KeyValuePair.Create(
            "example:" + format.Name,
            string.Join("\n\n", ReportCatalogue.All.Where(report => report.Formats.Contains(format.Name) && s_rows.ContainsKey(report.Name))
                .Select(report => $"A row of `{report.Name}`:\n\n```\n{FileOf(format, report)}```"))));

    private static string FileOf(IReportFormat format, ReportDefinition report)
    {
        using JsonDocument values = JsonDocument.Parse(s_rows[report.Name]);
        var row = new RowBuilder();
        foreach (ReportColumn column in report.Columns)
        {
            bool isThere = values.RootElement.TryGetProperty(column.Name, out JsonElement value);
            _ = isThere ? row.Add(value.ToString(), column.Kind) : row.Add(null);
        }

        var schema = new RowSchema(report.Columns.Select(column => new RowColumn(column.Name, column.Kind)));
        OutputColumn[] columns =
        [
            .. report.ColumnsOf(report.SchemaVersion, wholeRecord: format.Columns == ColumnChoice.AskedOrRecord)
                .Select(column => new OutputColumn(column.Name, column.Header)),
        ];
        IRowEncoder encoder = format.CreateEncoder(schema, columns, new FormatOptions { ProductVersion = "0.1.0" });
        return Encoded.StrictUtf8.GetString(Encoded.File(encoder, [row.Build()]));
    }
}
