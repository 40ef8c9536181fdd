using Azure.Data.Tables;
using Reporting.Activity.Keys;

namespace Reporting.Activity.Records;

/// <summary>The kind of record that commits are. They stand in two tables: under their own key and under their run's.</summary>
public static class Commits
{
    private const string RunTime = "recipeRunCreatedAt";

    /// <summary>The kind.</summary>
    public static RecordKind<CommitRecord> Kind { get; } = new(
        "commits",
        "commit",
        RecordPhase.Latest<CommitRecord, CommitState>(
            "commitModifiedAt", commit => commit.CommitModifiedAt, "commitState", commit => commit.CommitState,
            CommitState.Queued, CommitState.Processing, CommitState.Canceled, CommitState.Orphaned, CommitState.NoChanges, CommitState.Failed, CommitState.Completed),
        new("commits", PlaceOf),
        new TablePlan<CommitRecord>("runcommits", PlaceUnderRunOf))
    {
        Contradiction = FindContradiction,
    };

    /// <summary>One row a commit, in the hour it was asked for.</summary>
    public static ActivityTable Table => Kind.Table;

    /// <summary>The same commits in their run's partition, under its key, for the usage join.</summary>
    public static ActivityTable TableByRun => Kind.Copies[0];

    private static RowPlace PlaceOf(CommitRecord commit)
    {
        string hash = HashOf(commit);
        return new RowPlace(
            commit.CommitCreatedAt, ActivityKeys.RunSpread(commit.RunId, hash), ActivityKeys.CommitRow(commit.CommitCreatedAt, commit.CommitId, commit.RunId, hash));
    }

    private static RowPlace PlaceUnderRunOf(CommitRecord commit)
    {
        string hash = HashOf(commit);
        string run = ActivityKeys.RecipeRunRow(commit.RecipeRunCreatedAt, commit.RunId, hash);
        return new RowPlace(commit.RecipeRunCreatedAt, ActivityKeys.RunSpread(commit.RunId, hash), ActivityKeys.RunCommitRow(run, commit.CommitId));
    }

    private static string HashOf(CommitRecord commit) =>
        ActivityKeys.RepositoryHash(commit.RepositoryOrigin, commit.RepositoryPath, commit.RepositoryBranch);

    // A commit's run, and with it the run's time, is part of what it is, but not of its key in `commits`.
    private static RecordProblem? FindContradiction(TableEntity row, TableEntity other, string place) =>
        StoredValue.AreEqual(row.GetString(RunTime), other.GetString(RunTime))
            ? null
            : new RecordProblem(RunTime, $"is {other.GetString(RunTime)} in {place} of this commit; a commit's run never changes");
}

/// <summary>One commit made by a recipe run. Identified by commit id, creation time, run id and repository.</summary>
public sealed record CommitRecord : ActivityRecord
{
    [Field("Id of the commit", MaxIdLength = RecordRules.MaxIdLength)]
    public required string CommitId { get; init; }

    [Field("Id of the recipe run that made it", MaxIdLength = RecordRules.MaxIdLength)]
    public required string RunId { get; init; }

    [Field("When that run was created (UTC, milliseconds)")]
    public required DateTimeOffset RecipeRunCreatedAt { get; init; }

    [Field("Organization of the run")]
    public string? OrganizationId { get; init; }

    [Field("Host of the repository")]
    public required string RepositoryOrigin { get; init; }

    [Field("Path of the repository on its host")]
    public required string RepositoryPath { get; init; }

    [Field("Branch the commit starts from")]
    public required string RepositoryBranch { get; init; }

    [Field("How it was made: Direct, Fork, ForkAndPullRequest or PullRequest")]
    public required CommitType Type { get; init; }

    [Field("Where the commit stands: CANCELED, COMPLETED, FAILED, NO_CHANGES, ORPHANED, PROCESSING or QUEUED")]
    public required CommitState CommitState { get; init; }

    [Field("E-mail address of the person or name of the token that asked for it")]
    public required string CommitUserEmail { get; init; }

    [Field("When the commit was asked for (UTC, milliseconds)")]
    public required DateTimeOffset CommitCreatedAt { get; init; }

    [Field("When it last changed in the platform (UTC, milliseconds)")]
    public required DateTimeOffset CommitModifiedAt { get; init; }

    [Field("Message of the commit")]
    public string? Message { get; init; }

    [Field("What went wrong, where something did")]
    public string? StateMessage { get; init; }
}

/// <summary>Where a commit stands; written in capitals.</summary>
[InCapitals]
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
