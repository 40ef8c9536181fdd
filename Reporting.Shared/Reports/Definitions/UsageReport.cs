using Reporting.Activity.Records;
using Reporting.Rows;

namespace Reporting.Reports.Definitions;

/// <summary>Defines the report <c>usage</c>.</summary>
internal static class UsageReport
{
    /// <summary>
    /// Names under which the report shows columns of the commit that the run has too, and their names in the table. Every other
    /// column that is not one of the run's is the commit's of the same name.
    /// </summary>
    public static IReadOnlyDictionary<string, string> RenamedCommitColumns { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["commitFirstIngestedAt"] = "firstIngestedAt",
        ["commitChangedAt"] = "changedAt",
    };

    public static ReportDefinition Definition { get; } = new()
    {
        Name = "usage",
        FileStem = "usage-report",
        Title = "Usage",
        Description = "One row is one recipe run on one repository with its commit if there is one; a run with several commits has a row for each. What was run, what came of it, and what it saved.",
        SchemaVersion = 1,
        Columns =
        [
            .. RecipeRuns.Kind.Columns(RecipeRuns.Kind.FieldNames().Where(field => field != "recipeName")),
            .. Commits.Kind.Columns("commitId", "type", "commitState", "commitUserEmail", "commitModifiedAt"),
            RecipeRuns.Kind.Column("recipeName"),
            .. Commits.Kind.Columns("commitCreatedAt", "message", "stateMessage"),
            .. RecipeRuns.Kind.StampColumns(),
            new("commitFirstIngestedAt", "commitFirstIngestedAt", CellKind.Time, "When the commit first came into the log (UTC, milliseconds)"),
            new("commitChangedAt", "commitChangedAt", CellKind.Time, "When the commit's row in the log last changed (UTC, milliseconds)"),
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
    };
}
