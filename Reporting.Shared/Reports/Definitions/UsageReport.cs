using Reporting.Activity.Records;
using Reporting.Reports.Reading;

namespace Reporting.Reports.Definitions;

/// <summary>Defines the report <c>usage</c>.</summary>
internal static class UsageReport
{
    public static ReportDefinition Definition { get; } = new()
    {
        Name = "usage",
        FileStem = "usage-report",
        Title = "Usage",
        Description = "One row is one recipe run on one repository with its commit if there is one; a run with several commits has a row for each. What was run, what came of it, and what it saved. To sum minutes or files, take the column firstRowOfRun and only the rows where it is 1: a run's further commits repeat its numbers.",
        SchemaVersion = 1,
        Columns =
        [
            .. RecipeRuns.Kind.Columns(RecipeRuns.Kind.FieldNames().Where(field => field != "recipeName")),
            .. Commits.Kind.Columns("commitId", "type", "commitState", "commitUserEmail", "commitModifiedAt"),
            RecipeRuns.Kind.Column("recipeName"),
            .. Commits.Kind.Columns("commitCreatedAt", "message", "stateMessage"),
            .. RecipeRuns.Kind.StampColumns(),
            .. Commits.Kind.StampColumns().Select(column => column.Under(UsageColumns.NameOfCommits(column.Name))),
            new(UsageColumns.FirstRowOfRun, UsageColumns.FirstRowOfRun, CellKind.Number, "1 in the first row of a run on a repository, 0 in the rows of its further commits"),
        ],
        DefaultColumnCount = 29,
        RecordColumns =
        [
            .. RecipeRuns.Kind.FieldNames(),
            "commitId", "type", "commitState", "commitUserEmail", "commitCreatedAt", "commitModifiedAt", "message", "stateMessage",
        ],
        TimeColumn = "recipeRunCreatedAt",
        Formats = ["CSV", "JSONL"],
        Filters = [.. RecipeRunsReport.Filters],
        Tables = [RecipeRuns.Table, Commits.TableByRun],
        Open = UsageReader.Open,
    };
}
