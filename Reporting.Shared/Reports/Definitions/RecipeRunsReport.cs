using Reporting.Activity.Records;
using Reporting.Reports.Reading;

namespace Reporting.Reports.Definitions;

/// <summary>Defines the report <c>recipe-runs</c>.</summary>
internal static class RecipeRunsReport
{
    /// <summary>The filters of the reports on runs.</summary>
    public static IReadOnlyList<ReportFilter> Filters { get; } =
    [
        new("organization", "organizationId", false, "Runs in this organization (its id)"),
        new("user", "recipeRunUserEmail", false, "Runs started by this person or token"),
        new("recipe", "recipeId", false, "Runs of this recipe (its id)"),
        new("repository", "repositoryPath", false, "Runs on this repository: its path (openrewrite/rewrite) or origin/path (github.com/openrewrite/rewrite)"),
        new("state", "recipeRunState", false, "Runs in this state")
        {
            Values = WireName.All<RecipeRunState>(),
        },
    ];

    public static ReportDefinition Definition { get; } = new()
    {
        Name = "recipe-runs",
        FileStem = "recipe-runs-report",
        Title = "Recipe runs",
        Description = "One row is one recipe run on one repository: what ran where, for whom, how it ended and what it found and saved.",
        SchemaVersion = 1,
        Columns = [.. RecipeRuns.Kind.Columns(RecipeRuns.Kind.FieldNames()), .. RecipeRuns.Kind.StampColumns()],
        DefaultColumnCount = 24,
        RecordColumns = [.. RecipeRuns.Kind.FieldNames()],
        TimeColumn = "recipeRunCreatedAt",
        Formats = ["CSV", "JSONL"],
        Filters = [.. Filters],
        Tables = [RecipeRuns.Table],
        Open = TableReportReader.Open,
    };
}
