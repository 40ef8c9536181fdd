namespace Reporting.Activity.Records;

/// <summary>One commit made by a recipe run. Identified by commit id, creation time, run id and repository.</summary>
public sealed record CommitRecord
{
    /// <summary><c>[A-Za-z0-9._:-]</c>, 1 to 64 characters.</summary>
    public required string CommitId { get; init; }

    /// <summary>The run's id: <c>[A-Za-z0-9._:-]</c>, 1 to 64 characters.</summary>
    public required string RunId { get; init; }

    /// <summary>When the run was asked for, exactly as in the run; never changes.</summary>
    public required DateTimeOffset RecipeRunCreatedAt { get; init; }

    /// <summary>The organization it was made for.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>Host of the repository, such as <c>github.com</c>.</summary>
    public required string RepositoryOrigin { get; init; }

    /// <summary>Path of the repository on its host.</summary>
    public required string RepositoryPath { get; init; }

    /// <summary>Branch.</summary>
    public required string RepositoryBranch { get; init; }

    /// <summary>How it reaches the repository.</summary>
    public required CommitType Type { get; init; }

    /// <summary>Where it stands.</summary>
    public required CommitState CommitState { get; init; }

    /// <summary>Who committed.</summary>
    public required string CommitUserEmail { get; init; }

    /// <summary>When it was asked for; kept to the millisecond, UTC.</summary>
    public required DateTimeOffset CommitCreatedAt { get; init; }

    /// <summary>When it last changed; a later one replaces an earlier one.</summary>
    public required DateTimeOffset CommitModifiedAt { get; init; }

    /// <summary>The commit message.</summary>
    public string? Message { get; init; }

    /// <summary>A sentence about the state.</summary>
    public string? StateMessage { get; init; }
}

/// <summary>Where a commit stands; written in capitals.</summary>
public enum CommitState
{
    /// <summary><c>CANCELED</c>: stopped by a user.</summary>
    Canceled,

    /// <summary><c>COMPLETED</c>: done.</summary>
    Completed,

    /// <summary><c>FAILED</c>: went wrong.</summary>
    Failed,

    /// <summary><c>NO_CHANGES</c>: nothing to commit.</summary>
    NoChanges,

    /// <summary><c>ORPHANED</c>: its run is gone.</summary>
    Orphaned,

    /// <summary><c>PROCESSING</c>: being made.</summary>
    Processing,

    /// <summary><c>QUEUED</c>: waits for a worker.</summary>
    Queued,
}

/// <summary>How a commit reaches the repository.</summary>
public enum CommitType
{
    /// <summary><c>Direct</c>: pushed to the branch.</summary>
    Direct,

    /// <summary><c>Fork</c>: pushed to a fork.</summary>
    Fork,

    /// <summary><c>ForkAndPullRequest</c>: pushed to a fork, with a pull request.</summary>
    ForkAndPullRequest,

    /// <summary><c>PullRequest</c>: pushed to a branch, with a pull request.</summary>
    PullRequest,
}
