using Reporting.Activity;
using Reporting.Rows;

namespace Reporting.Reports.Definitions;

/// <summary>Defines the report <c>recipe-runs</c>.</summary>
internal static class RecipeRunsReport
{
    public static ReportDefinition Definition { get; } = new()
    {
        Name = "recipe-runs",
        FileStem = "recipe-runs-report",
        Title = "Recipe runs",
        Description = "One row is one recipe run on one repository: what ran where, for whom, how it ended and what it found and saved.",
        SchemaVersion = 1,
        Columns = [.. RecipeRunColumns.Known.Take(2), RecipeRunColumns.RecipeName, .. RecipeRunColumns.Known.Skip(2), .. RecipeRunColumns.Ingest],
        DefaultColumnCount = 24,
        RecordColumns = [.. RecipeRunColumns.Record],
        TimeColumn = "recipeRunCreatedAt",
        Formats = ["CSV", "JSONL"],
        Filters = [.. RecipeRunColumns.Filters],
        Tables = [ActivityTable.RecipeRuns],
    };
}

/// <summary>The columns of a recipe run, for the reports that show them.</summary>
internal static class RecipeRunColumns
{
    /// <summary>The first 23 columns of the usage report, in the order that users of the platform know.</summary>
    public static IReadOnlyList<ReportColumn> Known { get; } =
    [
        Text("runId", "Id of the run; its rows on other repositories have the same"),
        Text("recipeId", "Id of the recipe"),
        Text("organizationId", "Organization it ran in"),
        Text("recipeRunState", "Where the run stands: CANCELED, CREATED, ERROR, FINISHED, LOADING, QUEUED, RUNNING, UNAVAILABLE or YIELDED"),
        Text("repositoryOrigin", "Host of the repository"),
        Text("repositoryPath", "Path of the repository on its host"),
        Text("repositoryBranch", "Branch it ran on"),
        Text("recipeRunUserEmail", "E-mail address of the person or name of the token that started it"),
        Number("errorMarkers", "Error markers found (count)"),
        Number("warningMarkers", "Warning markers found (count)"),
        Number("infoMarkers", "Information markers found (count)"),
        Number("debugMarkers", "Debug markers found (count)"),
        Number("totalFilesResults", "Files with results (count)"),
        Number("totalFilesSearched", "Files searched (count)"),
        Number("totalFilesChanges", "Files changed (count)"),
        Number("timeSavingsInMinutes", "Estimated working time saved (minutes)"),
        Number("astLoadInMilliseconds", "Time to load the syntax trees (milliseconds)"),
        Number("recipeRunInMilliseconds", "Time the recipe ran (milliseconds)"),
        Number("dependencyResolutionInMilliseconds", "Time to resolve dependencies (milliseconds)"),
        Time("recipeRunCreatedAt", "When the run was created (UTC, milliseconds)"),
        Time("recipeRunUpdatedAt", "When the run last changed in the platform (UTC, milliseconds)"),
        Text("stack", "Stack the run was scheduled on"),
        Text("priority", "Priority the run was scheduled with"),
    ];

    /// <summary>Name of the recipe; promised too, but not in the same place in every report.</summary>
    public static ReportColumn RecipeName { get; } = Text("recipeName", "Name of the recipe");

    /// <summary>When the row came into the log and when it last changed there.</summary>
    public static IReadOnlyList<ReportColumn> Ingest { get; } =
    [
        Time("firstIngestedAt", "When the run first came into the log (UTC, milliseconds)"),
        Time("changedAt", "When the run's row in the log last changed (UTC, milliseconds)"),
    ];

    /// <summary>The record's names in the order of the record shape.</summary>
    public static IEnumerable<string> Record =>
        ActivityTable.RecipeRuns.Columns.Select(column => column.Name).Where(name => Ingest.All(column => !string.Equals(column.Name, name, StringComparison.Ordinal)));

    /// <summary>The filters of the reports on runs.</summary>
    public static IReadOnlyList<ReportFilter> Filters { get; } =
    [
        new("organization", "organizationId", false, "Runs in this organization (its id)"),
        new("user", "recipeRunUserEmail", false, "Runs started by this person or token"),
        new("recipe", "recipeId", false, "Runs of this recipe (its id)"),
        new("repository", "repositoryPath", false, "Runs on this repository: its path (openrewrite/rewrite) or origin/path (github.com/openrewrite/rewrite)"),
        new("state", "recipeRunState", false, "Runs in this state")
        {
            Values = ["CANCELED", "CREATED", "ERROR", "FINISHED", "LOADING", "QUEUED", "RUNNING", "UNAVAILABLE", "YIELDED"],
        },
    ];

    private static ReportColumn Text(string name, string description) => new(name, name, CellKind.Text, description);

    private static ReportColumn Number(string name, string description) => new(name, name, CellKind.Number, description);

    private static ReportColumn Time(string name, string description) => new(name, name, CellKind.Time, description);
}
