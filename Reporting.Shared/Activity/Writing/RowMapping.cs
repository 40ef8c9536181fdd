using Reporting.Activity.Keys;
using Reporting.Activity.Records;
using Reporting.Rows;
using static Reporting.Activity.Writing.StoredValue;

namespace Reporting.Activity.Writing;

/// <summary>Turns records into rows: keys, columns in the order of the table, and what orders their phases.</summary>
internal static class RowMapping
{
    /// <summary>An audit event's row; <c>Started</c> is its first phase, every outcome its second.</summary>
    public static PendingRow Map(AuditEvent row, int index, BucketLayout buckets) => Map(row, index, buckets, ActivityKeys.AuditEventRow(row.Timestamp, row.Id));

    /// <summary>The same of an event of the service's own, in its own space of keys.</summary>
    public static PendingRow MapOwn(AuditEvent row, int index, BucketLayout buckets) => Map(row, index, buckets, ActivityKeys.OwnAuditEventRow(row.Timestamp, row.Id));

    /// <summary>A recipe run's row; its phase is its update time and state.</summary>
    public static PendingRow Map(RecipeRun row, int index, BucketLayout buckets)
    {
        string hash = ActivityKeys.RepositoryHash(Of(row.RepositoryOrigin)!, Of(row.RepositoryPath)!, Of(row.RepositoryBranch)!);
        string partition = ActivityKeys.Partition(ActivityKeys.RunBucket(row.RunId, hash, buckets.CountAt(row.RecipeRunCreatedAt)), row.RecipeRunCreatedAt);
        string updatedAt = Rfc3339.Format(row.RecipeRunUpdatedAt);
        return WithTicks(row.RecipeRunUpdatedAt, new PendingRow(
            ActivityTable.RecipeRuns, index, partition, ActivityKeys.RecipeRunRow(row.RecipeRunCreatedAt, row.RunId, hash), row.RecipeRunCreatedAt,
            RowPhase.Of(row.RecipeRunState, row.RecipeRunUpdatedAt),
            [
                row.RunId, Of(row.RecipeId), Of(row.RecipeName), Of(row.OrganizationId), WireName.Of(row.RecipeRunState),
                Of(row.RepositoryOrigin), Of(row.RepositoryPath), Of(row.RepositoryBranch), Of(row.RecipeRunUserEmail),
                Of(row.ErrorMarkers), Of(row.WarningMarkers), Of(row.InfoMarkers), Of(row.DebugMarkers),
                Of(row.TotalFilesResults), Of(row.TotalFilesSearched), Of(row.TotalFilesChanges), Of(row.TimeSavingsInMinutes),
                Of(row.AstLoadInMilliseconds), Of(row.RecipeRunInMilliseconds), Of(row.DependencyResolutionInMilliseconds),
                Rfc3339.Format(row.RecipeRunCreatedAt), updatedAt, Of(row.Stack), Of(row.Priority),
            ]));
    }

    /// <summary>A commit's row in <c>commits</c>, in the hour it was asked for; its phase is its modification time and state.</summary>
    public static PendingRow MapCommit(CommitRecord row, int index, BucketLayout buckets)
    {
        string hash = Hash(row);
        string partition = ActivityKeys.Partition(ActivityKeys.RunBucket(row.RunId, hash, buckets.CountAt(row.CommitCreatedAt)), row.CommitCreatedAt);
        string key = ActivityKeys.CommitRow(row.CommitCreatedAt, row.CommitId, row.RunId, hash);
        return Commit(ActivityTable.Commits, row, index, partition, key, row.CommitCreatedAt);
    }

    /// <summary>The same commit's row in <c>runcommits</c>, in its run's partition.</summary>
    public static PendingRow MapRunCommit(CommitRecord row, int index, BucketLayout buckets)
    {
        string hash = Hash(row);
        string partition = ActivityKeys.Partition(ActivityKeys.RunBucket(row.RunId, hash, buckets.CountAt(row.RecipeRunCreatedAt)), row.RecipeRunCreatedAt);
        string key = ActivityKeys.RunCommitRow(ActivityKeys.RecipeRunRow(row.RecipeRunCreatedAt, row.RunId, hash), row.CommitId);
        return Commit(ActivityTable.RunCommits, row, index, partition, key, row.RecipeRunCreatedAt);
    }

    private static PendingRow Map(AuditEvent row, int index, BucketLayout buckets, string key)
    {
        string partition = ActivityKeys.Partition(ActivityKeys.AuditEventBucket(row.Id, buckets.CountAt(row.Timestamp)), row.Timestamp);
        return new PendingRow(
            ActivityTable.AuditEvents, index, partition, key, row.Timestamp, RowPhase.Of(row.Outcome),
            [
                row.Id, Rfc3339.Format(row.Timestamp), Of(row.UserId), Of(row.Target), Of(row.Action), WireName.Of(row.ActionType), Of(row.Description),
                WireName.Of(row.Outcome), Of(row.SourceAddress), Of(row.UserAgent), Of(row.Issuer), Of(row.Subject), Of(row.Origin),
            ]);
    }

    private static string Hash(CommitRecord row) =>
        ActivityKeys.RepositoryHash(Of(row.RepositoryOrigin)!, Of(row.RepositoryPath)!, Of(row.RepositoryBranch)!);

    private static PendingRow Commit(ActivityTable table, CommitRecord row, int index, string partition, string key, DateTimeOffset time)
    {
        string modifiedAt = Rfc3339.Format(row.CommitModifiedAt);
        return WithTicks(row.CommitModifiedAt, new PendingRow(
            table, index, partition, key, time, RowPhase.Of(row.CommitState, row.CommitModifiedAt),
            [
                row.CommitId, row.RunId, Rfc3339.Format(row.RecipeRunCreatedAt), Of(row.OrganizationId), Of(row.RepositoryOrigin),
                Of(row.RepositoryPath), Of(row.RepositoryBranch), WireName.Of(row.Type), WireName.Of(row.CommitState), Of(row.CommitUserEmail),
                Rfc3339.Format(row.CommitCreatedAt), modifiedAt, Of(row.Message), Of(row.StateMessage),
            ]));
    }

    private static PendingRow WithTicks(DateTimeOffset updatedAt, PendingRow row)
    {
        if (RowPhase.TicksOf(updatedAt) is > 0 and int ticks)
        {
            row.Entity[RowPhase.Ticks] = ticks;
        }

        return row;
    }
}
