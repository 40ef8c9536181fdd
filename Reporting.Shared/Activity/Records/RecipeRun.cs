namespace Reporting.Activity.Records;

/// <summary>One recipe run on one repository; several have the same run id. Identified by run id, creation time and repository.</summary>
public sealed record RecipeRun
{
    /// <summary><c>[A-Za-z0-9._:-]</c>, 1 to 64 characters.</summary>
    public required string RunId { get; init; }

    /// <summary>The recipe's id.</summary>
    public required string RecipeId { get; init; }

    /// <summary>The recipe's name.</summary>
    public string? RecipeName { get; init; }

    /// <summary>The organization it ran for.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>Where it stands.</summary>
    public required RecipeRunState RecipeRunState { get; init; }

    /// <summary>Host of the repository, such as <c>github.com</c>.</summary>
    public required string RepositoryOrigin { get; init; }

    /// <summary>Path of the repository on its host.</summary>
    public required string RepositoryPath { get; init; }

    /// <summary>Branch.</summary>
    public required string RepositoryBranch { get; init; }

    /// <summary>Who ran it.</summary>
    public required string RecipeRunUserEmail { get; init; }

    /// <summary>Error markers found, 0 to 2^53-1.</summary>
    public long? ErrorMarkers { get; init; }

    /// <summary>Warning markers found, 0 to 2^53-1.</summary>
    public long? WarningMarkers { get; init; }

    /// <summary>Info markers found, 0 to 2^53-1.</summary>
    public long? InfoMarkers { get; init; }

    /// <summary>Debug markers found, 0 to 2^53-1.</summary>
    public long? DebugMarkers { get; init; }

    /// <summary>Files with results, 0 to 2^53-1.</summary>
    public long? TotalFilesResults { get; init; }

    /// <summary>Files searched, 0 to 2^53-1.</summary>
    public long? TotalFilesSearched { get; init; }

    /// <summary>Files changed, 0 to 2^53-1.</summary>
    public long? TotalFilesChanges { get; init; }

    /// <summary>Estimated minutes saved, 0 to 2^53-1.</summary>
    public long? TimeSavingsInMinutes { get; init; }

    /// <summary>Milliseconds spent loading syntax trees, 0 to 2^53-1.</summary>
    public long? AstLoadInMilliseconds { get; init; }

    /// <summary>Milliseconds spent running, 0 to 2^53-1.</summary>
    public long? RecipeRunInMilliseconds { get; init; }

    /// <summary>Milliseconds spent resolving dependencies, 0 to 2^53-1.</summary>
    public long? DependencyResolutionInMilliseconds { get; init; }

    /// <summary>When it was asked for; kept to the millisecond, UTC.</summary>
    public required DateTimeOffset RecipeRunCreatedAt { get; init; }

    /// <summary>When it last changed; a later one replaces an earlier one.</summary>
    public required DateTimeOffset RecipeRunUpdatedAt { get; init; }

    /// <summary>The worker stack.</summary>
    public string? Stack { get; init; }

    /// <summary>The queue's priority.</summary>
    public string? Priority { get; init; }
}

/// <summary>Where a recipe run on a repository stands; written in capitals.</summary>
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
