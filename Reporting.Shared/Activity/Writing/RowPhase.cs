using System.Globalization;
using Azure.Data.Tables;
using Reporting.Activity.Records;
using Reporting.Rows;

namespace Reporting.Activity.Writing;

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
