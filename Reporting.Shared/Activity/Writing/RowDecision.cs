using Azure.Data.Tables;
using Reporting.Activity.Records;
using Reporting.Rows;
using Reporting.Storage;

namespace Reporting.Activity.Writing;

/// <summary>
/// Decides what to send for a row, given what is stored under its key: never backwards, nothing for what is there already.
/// </summary>
internal static class RowDecision
{
    /// <summary>Property with the time of the first ingest; never moves.</summary>
    public const string FirstIngestedAt = "firstIngestedAt";

    /// <summary>Property with the time of the last real change.</summary>
    public const string ChangedAt = "changedAt";

    private const string Origin = "origin";

    /// <summary>What to send for the row under this stamp; null when nothing is to be sent, and then the row's outcome is set.</summary>
    public static TableTransactionAction? Decide(ActivityTable table, PendingRow row, string stamp)
    {
        if (row.Stored is not { } stored)
        {
            return Insert(row, stamp);
        }

        if (!StoredValue.AreEqual(StoredValue.Get(row.Entity, ConditionalWrites.WriteId), StoredValue.Get(stored, ConditionalWrites.WriteId)))
        {
            return SkipIfStored(table, row) ? null : Replace(row, stored, stamp, RowOutcome.Replaced);
        }

        if (string.Equals(stored.GetString(ChangedAt), stamp, StringComparison.Ordinal))
        {
            // An earlier try of this very write had happened; its response was lost.
            row.Outcome = row.Sent;
            return null;
        }

        // It had happened under a stamp that is too old by now: readers may have passed it.
        return Replace(row, stored, stamp, row.Sent);
    }

    /// <summary>Sets the outcome of a row for which nothing is to be sent because of what another call has stored; false when something is.</summary>
    public static bool SkipIfStored(ActivityTable table, PendingRow row)
    {
        if (row.Stored is not { } stored)
        {
            return false;
        }

        // The run's creation time is no part of a commit's key in `commits`, but of its place in `runcommits`.
        string storedRun = table == ActivityTable.Commits ? stored.GetString("recipeRunCreatedAt") : "";
        if (table == ActivityTable.Commits && !StoredValue.AreEqual(storedRun, row.Entity.GetString("recipeRunCreatedAt")))
        {
            row.Outcome = RowOutcome.Rejected;
            row.Problem = new RecordProblem("recipeRunCreatedAt", $"is {storedRun} in the stored row of this commit; a commit's run never changes");
            return true;
        }

        // Rows of versions that kept no origin may be the service's own, in the same space of keys: no ingested event takes their place.
        if (table == ActivityTable.AuditEvents && row.Entity.ContainsKey(Origin) && !stored.ContainsKey(Origin)
            && !StoredValue.AreEqual(StoredValue.Get(row.Entity, "target"), StoredValue.Get(stored, "target")))
        {
            row.Outcome = RowOutcome.Rejected;
            row.Problem = new RecordProblem("target", $"is {stored.GetString("target")} in the stored row of this id and timestamp; an event's target never changes");
            return true;
        }

        // Equal rows are of equal phase.
        bool skip = string.CompareOrdinal(row.Phase, RowPhase.OfStored(table, stored)) <= 0;
        if (skip)
        {
            row.Outcome = RowOutcome.Unchanged;
        }

        return skip;
    }

    /// <summary>
    /// Whether the row that was found stored is the event that was to be written: the same in every column, or a later phase of it, whose outcome and description
    /// are others.
    /// </summary>
    public static bool IsSameEvent(PendingRow row)
    {
        bool isLater = string.CompareOrdinal(row.Phase, RowPhase.OfStored(ActivityTable.AuditEvents, row.Stored!)) < 0;
        foreach (RowColumn column in ActivityTable.AuditEvents.Columns)
        {
            bool mayDiffer = column.Name is FirstIngestedAt or ChangedAt || (isLater && column.Name is ("outcome" or "description"));
            if (!mayDiffer && !StoredValue.AreEqual(StoredValue.Get(row.Entity, column.Name), StoredValue.Get(row.Stored!, column.Name)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The row as a new one under this stamp.</summary>
    public static TableTransactionAction Insert(PendingRow row, string stamp)
    {
        row.Entity[FirstIngestedAt] = stamp;
        row.Entity[ChangedAt] = stamp;
        Send(row, RowOutcome.Inserted);
        return new TableTransactionAction(TableTransactionActionType.Add, row.Entity);
    }

    private static TableTransactionAction Replace(PendingRow row, TableEntity stored, string stamp, RowOutcome outcome)
    {
        row.Entity[FirstIngestedAt] = stored.GetString(FirstIngestedAt);
        row.Entity[ChangedAt] = stamp;
        Send(row, outcome);
        return new TableTransactionAction(TableTransactionActionType.UpdateReplace, row.Entity, stored.ETag);
    }

    private static void Send(PendingRow row, RowOutcome outcome)
    {
        row.Sent = outcome;
        row.StoredIsKnown = false;
    }
}
