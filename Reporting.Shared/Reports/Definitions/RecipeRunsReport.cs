using Reporting.Activity;

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
