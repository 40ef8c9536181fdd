using Azure.Data.Tables;
using Reporting.Activity.Records;
using Reporting.Storage;

namespace Reporting.Activity.Writing;

/// <summary>
/// Decides what to send for a row, given what is stored under its key: never backwards, nothing for what is there already.
/// </summary>
internal static class RowDecision
{
    /// <summary>What to send for the row under this stamp; null when nothing is to be sent, and then the row's outcome is set.</summary>
    public static TableTransactionAction? Decide(RecordKind kind, PendingRow row, string stamp)
    {
        if (row.Stored is not { } stored)
        {
            return Insert(row, stamp);
        }

        if (!StoredValue.AreEqual(StoredValue.Get(row.Entity, ConditionalWrites.WriteId), StoredValue.Get(stored, ConditionalWrites.WriteId)))
        {
            return SkipIfStored(kind, row) ? null : Replace(row, stored, stamp, RowOutcome.Replaced);
        }

        if (string.Equals(stored.GetString(ActivityTable.ChangedAt), stamp, StringComparison.Ordinal))
        {
            // An earlier try of this very write had happened; its response was lost.
            row.Outcome = row.Sent;
            return null;
        }

        // It had happened under a stamp that is too old by now: readers may have passed it.
        return Replace(row, stored, stamp, row.Sent);
    }

    /// <summary>Sets the outcome of a row for which nothing is to be sent because of what another call has stored; false when something is.</summary>
    public static bool SkipIfStored(RecordKind kind, PendingRow row)
    {
        if (row.Stored is not { } stored)
        {
            return false;
        }

        if (kind.FindContradiction(row.Entity, stored, "the stored row") is { } problem)
        {
            (row.Outcome, row.Problem) = (RowOutcome.Rejected, problem);
            return true;
        }

        // Equal rows are of equal phase.
        bool skip = string.CompareOrdinal(row.Phase, kind.PhaseOf(stored)) <= 0;
        if (skip)
        {
            row.Outcome = RowOutcome.Unchanged;
        }

        return skip;
    }

    /// <summary>The row as a new one under this stamp.</summary>
    public static TableTransactionAction Insert(PendingRow row, string stamp)
    {
        row.Entity[ActivityTable.FirstIngestedAt] = stamp;
        row.Entity[ActivityTable.ChangedAt] = stamp;
        Send(row, RowOutcome.Inserted);
        return new TableTransactionAction(TableTransactionActionType.Add, row.Entity);
    }

    private static TableTransactionAction Replace(PendingRow row, TableEntity stored, string stamp, RowOutcome outcome)
    {
        row.Entity[ActivityTable.FirstIngestedAt] = stored.GetString(ActivityTable.FirstIngestedAt);
        row.Entity[ActivityTable.ChangedAt] = stamp;
        Send(row, outcome);
        return new TableTransactionAction(TableTransactionActionType.UpdateReplace, row.Entity, stored.ETag);
    }

    private static void Send(PendingRow row, RowOutcome outcome)
    {
        row.Sent = outcome;
        row.StoredIsKnown = false;
    }
}

/// <summary>The outcome of writing a row.</summary>
internal enum RowOutcome
{
    /// <summary>Not acknowledged yet.</summary>
    Pending,

    /// <summary>It was new.</summary>
    Inserted,

    /// <summary>It replaced an earlier phase.</summary>
    Replaced,

    /// <summary>The stored row is equal, or not an earlier phase.</summary>
    Unchanged,

    /// <summary>It contradicts the stored row of the same identity.</summary>
    Rejected,
}
