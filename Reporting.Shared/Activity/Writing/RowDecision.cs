using System.Globalization;
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

/// <summary>
/// Orders the phases of a row by text that is ordinally greater for a later one. A run's or commit's phase is its update time as it was sent, to 100 ns; then, where a platform's times
/// are too coarse to tell two states apart, how far along the state is, a final one beating any other. An audit event has two phases: <c>Started</c> and the outcome.
/// </summary>
internal static class RowPhase
{
    /// <summary>Property with the ticks of the update time below the millisecond to which it is stored; absent for none, as in rows of an earlier version.</summary>
    public const string Ticks = "phaseTicks";

    // From the first state to the last. Several final ones at one time are a contradiction; the one that says most of what was done stays, whichever came first.
    private static readonly string[] s_runStates = Names(
        RecipeRunState.Created, RecipeRunState.Queued, RecipeRunState.Loading, RecipeRunState.Running, RecipeRunState.Yielded,
        RecipeRunState.Canceled, RecipeRunState.Unavailable, RecipeRunState.Error, RecipeRunState.Finished);

    private static readonly string[] s_commitStates = Names(
        CommitState.Queued, CommitState.Processing, CommitState.Canceled, CommitState.Orphaned, CommitState.NoChanges, CommitState.Failed, CommitState.Completed);

    /// <summary>An audit event's.</summary>
    public static string Of(AuditOutcome outcome) => outcome == AuditOutcome.Started ? "0" : "1";

    /// <summary>A run's.</summary>
    public static string Of(RecipeRunState state, DateTimeOffset updatedAt) => Of(Rfc3339.Format(updatedAt), TicksOf(updatedAt), s_runStates, WireName.Of(state));

    /// <summary>A commit's.</summary>
    public static string Of(CommitState state, DateTimeOffset modifiedAt) => Of(Rfc3339.Format(modifiedAt), TicksOf(modifiedAt), s_commitStates, WireName.Of(state));

    /// <summary>A stored row's.</summary>
    public static string OfStored(ActivityTable table, TableEntity stored)
    {
        if (table == ActivityTable.AuditEvents)
        {
            return WireName.TryParse(stored.GetString("outcome"), out AuditOutcome outcome) ? Of(outcome) : "1";
        }

        int ticks = stored.GetInt32(Ticks) ?? 0;
        return table == ActivityTable.RecipeRuns
            ? Of(stored.GetString("recipeRunUpdatedAt"), ticks, s_runStates, stored.GetString("recipeRunState"))
            : Of(stored.GetString("commitModifiedAt"), ticks, s_commitStates, stored.GetString("commitState"));
    }

    /// <summary>The ticks of a time below its millisecond.</summary>
    public static int TicksOf(DateTimeOffset time) => (int)(time.UtcTicks % TimeSpan.TicksPerMillisecond);

    private static string Of(string time, int ticks, string[] states, string state) =>
        string.Create(CultureInfo.InvariantCulture, $"{time} {ticks:D4} {Array.IndexOf(states, state) + 1}");

    private static string[] Names<T>(params ReadOnlySpan<T> states)
        where T : struct, Enum
    {
        string[] names = new string[states.Length];
        for (int at = 0; at < names.Length; at++)
        {
            names[at] = WireName.Of(states[at]);
        }

        return names;
    }
}
