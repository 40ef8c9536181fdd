using Reporting.Activity.Keys;

namespace Reporting.Activity.Records;

/// <summary>The kind of record that recipe runs are.</summary>
public static class RecipeRuns
{
    /// <summary>
    /// The kind. Several final states at one time are a contradiction; the one that says most of what was done stays, whichever came first.
    /// </summary>
    public static RecordKind<RecipeRun> Kind { get; } = new(
        "recipe-runs",
        "run",
        RecordPhase.Latest<RecipeRun, RecipeRunState>(
            "recipeRunUpdatedAt", run => run.RecipeRunUpdatedAt, "recipeRunState", run => run.RecipeRunState,
            RecipeRunState.Created, RecipeRunState.Queued, RecipeRunState.Loading, RecipeRunState.Running, RecipeRunState.Yielded,
            RecipeRunState.Canceled, RecipeRunState.Unavailable, RecipeRunState.Error, RecipeRunState.Finished),
        new("reciperuns", PlaceOf));

    /// <summary>One row a recipe run on one repository.</summary>
    public static ActivityTable Table => Kind.Table;

    private static RowPlace PlaceOf(RecipeRun run)
    {
        string hash = ActivityKeys.RepositoryHash(run.RepositoryOrigin, run.RepositoryPath, run.RepositoryBranch);
        return new RowPlace(
            run.RecipeRunCreatedAt, ActivityKeys.RunSpread(run.RunId, hash), ActivityKeys.RecipeRunRow(run.RecipeRunCreatedAt, run.RunId, hash));
    }
}

/// <summary>One recipe run on one repository; several have the same run id. Identified by run id, creation time and repository.</summary>
public sealed record RecipeRun : ActivityRecord
{
    [Field("Id of the run; its rows on other repositories have the same", MaxIdLength = RecordRules.MaxIdLength)]
    public required string RunId { get; init; }

    [Field("Id of the recipe")]
    public required string RecipeId { get; init; }

    [Field("Name of the recipe")]
    public string? RecipeName { get; init; }

    [Field("Organization it ran in")]
    public string? OrganizationId { get; init; }

    [Field("Where the run stands: CANCELED, CREATED, ERROR, FINISHED, LOADING, QUEUED, RUNNING, UNAVAILABLE or YIELDED")]
    public required RecipeRunState RecipeRunState { get; init; }

    [Field("Host of the repository")]
    public required string RepositoryOrigin { get; init; }

    [Field("Path of the repository on its host")]
    public required string RepositoryPath { get; init; }

    [Field("Branch it ran on")]
    public required string RepositoryBranch { get; init; }

    [Field("E-mail address of the person or name of the token that started it")]
    public required string RecipeRunUserEmail { get; init; }

    [Field("Error markers found (count)")]
    public long? ErrorMarkers { get; init; }

    [Field("Warning markers found (count)")]
    public long? WarningMarkers { get; init; }

    [Field("Information markers found (count)")]
    public long? InfoMarkers { get; init; }

    [Field("Debug markers found (count)")]
    public long? DebugMarkers { get; init; }

    [Field("Files with results (count)")]
    public long? TotalFilesResults { get; init; }

    [Field("Files searched (count)")]
    public long? TotalFilesSearched { get; init; }

    [Field("Files changed (count)")]
    public long? TotalFilesChanges { get; init; }

    [Field("Estimated working time saved (minutes)")]
    public long? TimeSavingsInMinutes { get; init; }

    [Field("Time to load the syntax trees (milliseconds)")]
    public long? AstLoadInMilliseconds { get; init; }

    [Field("Time the recipe ran (milliseconds)")]
    public long? RecipeRunInMilliseconds { get; init; }

    [Field("Time to resolve dependencies (milliseconds)")]
    public long? DependencyResolutionInMilliseconds { get; init; }

    [Field("When the run was created (UTC, milliseconds)")]
    public required DateTimeOffset RecipeRunCreatedAt { get; init; }

    [Field("When the run last changed in the platform (UTC, milliseconds)")]
    public required DateTimeOffset RecipeRunUpdatedAt { get; init; }

    [Field("Stack the run was scheduled on")]
    public string? Stack { get; init; }

    [Field("Priority the run was scheduled with")]
    public string? Priority { get; init; }
}

/// <summary>Where a recipe run on a repository stands; written in capitals.</summary>
[InCapitals]
public enum RecipeRunState
{
    /// <summary><c>CANCELED</c>: stopped by a user.</summary>
    Canceled,

    /// <summary><c>CREATED</c>: asked for.</summary>
    Created,

    /// <summary><c>ERROR</c>: went wrong.</summary>
    Error,

    /// <summary><c>FINISHED</c>: ran to its end.</summary>
    Finished,

    /// <summary><c>LOADING</c>: the repository's syntax trees are being loaded.</summary>
    Loading,

    /// <summary><c>QUEUED</c>: waits for a worker.</summary>
    Queued,

    /// <summary><c>RUNNING</c>: runs.</summary>
    Running,

    /// <summary><c>UNAVAILABLE</c>: the repository cannot be run on.</summary>
    Unavailable,

    /// <summary><c>YIELDED</c>: gave its worker up and will go on.</summary>
    Yielded,
}
