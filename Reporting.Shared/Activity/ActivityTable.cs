using System.Collections.Immutable;
using Reporting.Rows;

namespace Reporting.Activity;

/// <summary>A table of the activity log: its name and the columns of its rows (the record shapes of docs/formats.md).</summary>
public sealed class ActivityTable
{
    private ActivityTable(string name, params ReadOnlySpan<RowColumn> columns)
    {
        Name = name;
        Columns = [.. columns, new("firstIngestedAt", CellKind.Time), new("changedAt", CellKind.Time)];
    }

    /// <summary>The table's name in the account.</summary>
    public string Name { get; }

    /// <summary>The record's columns in order, then <c>firstIngestedAt</c> and <c>changedAt</c>. Property names in storage are the same.</summary>
    public ImmutableArray<RowColumn> Columns { get; }

    /// <summary>Whether its rows are counted by the hour (<c>hourcounts</c>). A second copy of rows is not.</summary>
    public bool IsCounted { get; private init; } = true;

    /// <summary>
    /// Every table, in the order in which retention deletes: a commit under its run's key goes before the run, so that no usage row loses its run first.
    /// Retention and changes of the bucket count go over this list.
    /// </summary>
    public static ImmutableArray<ActivityTable> All => [AuditEvents, RunCommits, RecipeRuns, Commits];

    /// <summary>One row an audited action.</summary>
    public static ActivityTable AuditEvents { get; } = new(
        "auditevents",
        Text("id"), Time("timestamp"), Text("userId"), Text("target"), Text("action"), Text("actionType"), Text("description"),
        Text("outcome"), Text("sourceAddress"), Text("userAgent"), Text("issuer"), Text("subject"), Text("origin"));

    /// <summary>One row a recipe run on one repository.</summary>
    public static ActivityTable RecipeRuns { get; } = new(
        "reciperuns",
        Text("runId"), Text("recipeId"), Text("recipeName"), Text("organizationId"), Text("recipeRunState"),
        Text("repositoryOrigin"), Text("repositoryPath"), Text("repositoryBranch"), Text("recipeRunUserEmail"),
        Number("errorMarkers"), Number("warningMarkers"), Number("infoMarkers"), Number("debugMarkers"),
        Number("totalFilesResults"), Number("totalFilesSearched"), Number("totalFilesChanges"), Number("timeSavingsInMinutes"),
        Number("astLoadInMilliseconds"), Number("recipeRunInMilliseconds"), Number("dependencyResolutionInMilliseconds"),
        Time("recipeRunCreatedAt"), Time("recipeRunUpdatedAt"), Text("stack"), Text("priority"));

    /// <summary>One row a commit.</summary>
    public static ActivityTable Commits { get; } = new("commits", CommitColumns());

    /// <summary>The same commits under their run's key, for the usage join.</summary>
    public static ActivityTable RunCommits { get; } = new("runcommits", CommitColumns()) { IsCounted = false };

    private static RowColumn[] CommitColumns() =>
    [
        Text("commitId"), Text("runId"), Time("recipeRunCreatedAt"), Text("organizationId"), Text("repositoryOrigin"),
        Text("repositoryPath"), Text("repositoryBranch"), Text("type"), Text("commitState"), Text("commitUserEmail"),
        Time("commitCreatedAt"), Time("commitModifiedAt"), Text("message"), Text("stateMessage"),
    ];

    private static RowColumn Text(string name) => new(name, CellKind.Text);

    private static RowColumn Number(string name) => new(name, CellKind.Number);

    private static RowColumn Time(string name) => new(name, CellKind.Time);
}
