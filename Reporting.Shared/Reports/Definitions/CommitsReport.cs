using System.Collections.Immutable;
using Reporting.Activity;
using Reporting.Rows;

namespace Reporting.Reports.Definitions;

/// <summary>Defines the report <c>commits</c>.</summary>
internal static class CommitsReport
{
    public static ReportDefinition Definition { get; } = new()
    {
        Name = "commits",
        FileStem = "commits-report",
        Title = "Commits",
        Description = "One row is one commit made by a recipe run: what was committed where, by whom, in what way, and how it ended.",
        SchemaVersion = 1,
        Columns =
        [
            .. CommitColumns.Of(
                "commitId", "runId", "organizationId", "repositoryOrigin", "repositoryPath", "repositoryBranch", "type", "commitState",
                "stateMessage", "commitUserEmail", "commitCreatedAt", "commitModifiedAt", "message",
                "recipeRunCreatedAt", "firstIngestedAt", "changedAt"),
        ],
        DefaultColumnCount = 13,
        RecordColumns =
        [
            "commitId", "runId", "recipeRunCreatedAt", "organizationId", "repositoryOrigin", "repositoryPath", "repositoryBranch", "type",
            "commitState", "commitUserEmail", "commitCreatedAt", "commitModifiedAt", "message", "stateMessage",
        ],
        TimeColumn = "commitCreatedAt",
        Formats = ["CSV", "JSONL"],
        Filters =
        [
            new("organization", "organizationId", false, "Commits in this organization (its id)"),
            new("user", "commitUserEmail", false, "Commits asked for by this person or token"),
            new("repository", "repositoryPath", false, "Commits to this repository: its path (openrewrite/rewrite) or origin/path (github.com/openrewrite/rewrite)"),
            CommitColumns.TypeFilter,
            CommitColumns.StateFilter,
        ],
        Tables = [ActivityTable.Commits],
    };
}

/// <summary>The columns of a commit, for the reports that show them.</summary>
internal static class CommitColumns
{
    /// <summary>Every column, by name.</summary>
    private static readonly ImmutableArray<ReportColumn> All =
    [
        Text("commitId", "Id of the commit"),
        Text("runId", "Id of the recipe run that made it"),
        Time("recipeRunCreatedAt", "When that run was created (UTC, milliseconds)"),
        Text("organizationId", "Organization of the run"),
        Text("repositoryOrigin", "Host of the repository"),
        Text("repositoryPath", "Path of the repository on its host"),
        Text("repositoryBranch", "Branch the commit starts from"),
        Text("type", "How it was made: Direct, Fork, ForkAndPullRequest or PullRequest"),
        Text("commitState", "Where the commit stands: CANCELED, COMPLETED, FAILED, NO_CHANGES, ORPHANED, PROCESSING or QUEUED"),
        Text("commitUserEmail", "E-mail address of the person or name of the token that asked for it"),
        Time("commitCreatedAt", "When the commit was asked for (UTC, milliseconds)"),
        Time("commitModifiedAt", "When it last changed in the platform (UTC, milliseconds)"),
        Text("message", "Message of the commit"),
        Text("stateMessage", "What went wrong, where something did"),
        Time("firstIngestedAt", "When the commit first came into the log (UTC, milliseconds)"),
        Time("changedAt", "When the commit's row in the log last changed (UTC, milliseconds)"),
    ];

    /// <summary>The filter by how a commit was made.</summary>
    public static ReportFilter TypeFilter { get; } = new("type", "type", false, "Commits made this way")
    {
        Values = ["Direct", "Fork", "ForkAndPullRequest", "PullRequest"],
    };

    /// <summary>The filter by where a commit stands.</summary>
    public static ReportFilter StateFilter { get; } = new("state", "commitState", false, "Commits in this state")
    {
        Values = ["CANCELED", "COMPLETED", "FAILED", "NO_CHANGES", "ORPHANED", "PROCESSING", "QUEUED"],
    };

    /// <summary>The columns of these names, in this order.</summary>
    public static IEnumerable<ReportColumn> Of(params IEnumerable<string> names) =>
        names.Select(name => All.First(column => string.Equals(column.Name, name, StringComparison.Ordinal)));

    private static ReportColumn Text(string name, string description) => new(name, name, CellKind.Text, description);

    private static ReportColumn Time(string name, string description) => new(name, name, CellKind.Time, description);
}
