using Reporting.Activity.Records;
using Reporting.Reports;
using Reporting.Reports.Definitions;
using Reporting.Rows;

namespace Reporting.Tests.Reports;

/// <summary>The reports have the columns that are promised, in their order.</summary>
public sealed class ReportCatalogueTests
{
    public static TheoryData<string, string> Headers { get; } = new()
    {
        { "audit-logs", "User,Target,Action type,Action,Description,Time,Outcome,Origin" },
        {
            "recipe-runs",
            "runId,recipeId,recipeName,organizationId,recipeRunState,repositoryOrigin,repositoryPath,repositoryBranch,recipeRunUserEmail,errorMarkers,warningMarkers,infoMarkers,debugMarkers,totalFilesResults,totalFilesSearched,totalFilesChanges,timeSavingsInMinutes,astLoadInMilliseconds,recipeRunInMilliseconds,dependencyResolutionInMilliseconds,recipeRunCreatedAt,recipeRunUpdatedAt,stack,priority"
        },
        { "commits", "commitId,runId,organizationId,repositoryOrigin,repositoryPath,repositoryBranch,type,commitState,stateMessage,commitUserEmail,commitCreatedAt,commitModifiedAt,message" },
        {
            "usage",
            "runId,recipeId,organizationId,recipeRunState,repositoryOrigin,repositoryPath,repositoryBranch,recipeRunUserEmail,errorMarkers,warningMarkers,infoMarkers,debugMarkers,totalFilesResults,totalFilesSearched,totalFilesChanges,timeSavingsInMinutes,astLoadInMilliseconds,recipeRunInMilliseconds,dependencyResolutionInMilliseconds,recipeRunCreatedAt,recipeRunUpdatedAt,stack,priority,commitId,type,commitState,commitUserEmail,commitModifiedAt,recipeName"
        },
    };

    public static TheoryData<string> Names { get; } = [.. ReportCatalogue.All.Select(report => report.Name)];

    [Theory]
    [MemberData(nameof(Headers))]
    public void Default_columns_are_exact(string report, string headers) =>
        Assert.Equal(headers, string.Join(',', ReportCatalogue.Find(report).DefaultColumns.Select(column => column.Header)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_column_of_the_record_can_be_asked_for_and_has_its_kind(string name)
    {
        ReportDefinition report = ReportCatalogue.Find(name);
        RowColumn[] stored = [.. report.Tables.SelectMany(table => table.Columns)];
        foreach (ReportColumn column in report.Columns)
        {
            Assert.NotEmpty(column.Description);
            Assert.True(column.Name.StartsWith("commit", StringComparison.Ordinal) || column.Name is "firstRowOfRun" || stored.Any(known => known == new RowColumn(column.Name, column.Kind)), column.Name);
        }

        Assert.All(report.RecordColumns, record => Assert.NotNull(report.FindColumn(record)));
        Assert.Equal(report.Columns.Length, report.Columns.Select(column => column.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(CellKind.Time, report.FindColumn(report.TimeColumn)!.Kind);
        Assert.All(report.Filters, filter => Assert.Contains(stored, column => string.Equals(column.Name, filter.Column, StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_kind_has_a_report_with_every_column_of_its_table_and_its_shape_in_json_lines() => Assert.All(RecordKinds.All, kind =>
    {
        ReportDefinition report = Assert.Single(ReportCatalogue.All, report => report.Tables.SequenceEqual([kind.Table]));
        Assert.All(kind.Table.Columns, column => Assert.NotNull(report.FindColumn(column.Name)));
        Assert.Equal<string>(kind.Fields.Select(field => field.Name), report.RecordColumns);
    });

    [Fact]
    public void Columns_are_found_by_name_or_header_in_any_case()
    {
        ReportDefinition report = ReportCatalogue.Find("AUDIT-logs");

        Assert.Equal(["actionType", "timestamp", "userId", "id"], ReportQueryBuilder.FindColumns(report, ["action TYPE", "Time", "USERID", "Id"]).Select(column => column.Name), StringComparer.Ordinal);
    }

    [Fact]
    public void What_is_not_known_is_refused_with_what_is()
    {
        ReportDefinition commits = ReportCatalogue.Find("commits");

        Assert.Equal(("report", $"'users' is no report. Known: {string.Join(", ", ReportCatalogue.All.Select(report => report.Name))}."), Refusal(() => ReportCatalogue.Find("users")));
        Assert.Equal(("format", $"'CEF' is no format of report commits. Known: {string.Join(", ", commits.Formats)}."), Refusal(() => ReportCatalogue.FindFormat(commits, "CEF")));
        (string field, string message) = Refusal(() => ReportQueryBuilder.Build(commits, ["commitId", "recipeName"]));
        Assert.Equal("columns", field);
        Assert.StartsWith("'recipeName' is no column of report commits. Known: commitId, runId, ", message, StringComparison.Ordinal);
        Assert.Equal(("columns", "Column 'commitId' is asked for twice."), Refusal(() => ReportQueryBuilder.Build(commits, ["commitId", "COMMITID"])));
        Assert.Equal(("filters", $"'recipe' is no filter of report commits. Known: {string.Join(", ", commits.Filters.Select(filter => filter.Name))}."), Refusal(() => Filter("recipe", "x")));
        Assert.Equal(("filters", $"'DONE' is no value of filter 'state'. Known: {string.Join(", ", WireName.All<CommitState>())}."), Refusal(() => Filter("state", "DONE")));
        Assert.Equal(("filters", "Filter 'user' has an empty value."), Refusal(() => Filter("user", "")));
        Assert.Equal(("filters", "Filter 'user' takes 1 to 100 values, not 0."), Refusal(() => Filter("user")));
        Assert.Equal(("filters", "All values together take 5000 characters at most, not 5001."), Refusal(() => Filter("user", new string('a', 5_000), "b")));

        ReportQuery Filter(string name, params string[] values) =>
            ReportQueryBuilder.Build(commits, null, new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [name] = values });
    }

    [Fact]
    public void Filters_come_under_the_names_and_values_of_the_catalogue()
    {
        ReportQuery query = ReportQueryBuilder.Build(
            ReportCatalogue.Find("commits"), null, new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["STATE"] = ["completed", "Completed"], ["user"] = ["Ann"] });

        Assert.Equal(["state", "user"], query.Filters.Keys, StringComparer.Ordinal);
        Assert.Equal(["COMPLETED"], query.Filters["state"], StringComparer.Ordinal);
        Assert.Equal(["Ann"], query.Filters["user"], StringComparer.Ordinal);
    }

    [Fact]
    public void A_title_follows_from_the_name_as_the_admin_pages_write_it() => Assert.All(
        ReportCatalogue.All, report => Assert.Equal(report.Title, char.ToUpperInvariant(report.Name[0]) + report.Name[1..].Replace('-', ' ')));

    [Fact]
    public void The_default_format_is_csv() => Assert.All(ReportCatalogue.All, report => Assert.Equal("CSV", ReportCatalogue.FindFormat(report, null)));

    private static (string Field, string Message) Refusal(Func<object> action)
    {
        ReportQueryException exception = Assert.Throws<ReportQueryException>(action);
        return (exception.Field, exception.Message);
    }
}
