using Reporting.Activity.Records;
using Reporting.Reports.Reading;

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
            .. Commits.Kind.Columns(
                "commitId", "runId", "organizationId", "repositoryOrigin", "repositoryPath", "repositoryBranch", "type", "commitState",
                "stateMessage", "commitUserEmail", "commitCreatedAt", "commitModifiedAt", "message", "recipeRunCreatedAt"),
            .. Commits.Kind.StampColumns(),
        ],
        DefaultColumnCount = 13,
        RecordColumns = [.. Commits.Kind.FieldNames()],
        TimeColumn = "commitCreatedAt",
        Formats = ["CSV", "JSONL"],
        Filters =
        [
            new("organization", "organizationId", false, "Commits in this organization (its id)"),
            new("user", "commitUserEmail", false, "Commits asked for by this person or token"),
            new("repository", "repositoryPath", false, "Commits to this repository: its path (openrewrite/rewrite) or origin/path (github.com/openrewrite/rewrite)"),
            new("type", "type", false, "Commits made this way") { Values = WireName.All<CommitType>() },
            new("state", "commitState", false, "Commits in this state") { Values = WireName.All<CommitState>() },
        ],
        Tables = [Commits.Table],
        Open = TableReportReader.Open,
    };
}
