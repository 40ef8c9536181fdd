using Azure.Data.Tables;

namespace Reporting.Activity.Records;

/// <summary>Orders the phases of a record by text that is ordinally greater for a later one.</summary>
/// <param name="Of">The phase of a record.</param>
/// <param name="OfStored">The phase of a stored row.</param>
internal sealed record RecordPhase<T>(Func<T, string> Of, Func<TableEntity, string> OfStored)
    where T : ActivityRecord
{
    /// <summary>The ticks of the record's phase below the millisecond, which its columns do not keep.</summary>
    public Func<T, int> TicksOf { get; init; } = _ => 0;
}

/// <summary>The usual orders of phases.</summary>
internal static class RecordPhase
{
    /// <summary>Property of a row with the ticks of its update time below the millisecond to which it is stored; absent for none, as in rows of an earlier version.</summary>
    public const string Ticks = "phaseTicks";

    /// <summary>One phase only: what is stored first under a key stays.</summary>
    public static RecordPhase<T> Single<T>()
        where T : ActivityRecord => new(_ => "", _ => "");

    /// <summary>
    /// The latest update wins, to the 100 ns as it was sent; then, where a platform's times are too coarse to tell two states apart, how far along the state is, a final one
    /// beating any other.
    /// </summary>
    /// <param name="updatedColumn">The column with the update time.</param>
    /// <param name="updatedAt">The record's update time.</param>
    /// <param name="stateColumn">The column with the state.</param>
    /// <param name="state">The record's state.</param>
    /// <param name="states">The states from the first to the last.</param>
    public static RecordPhase<T> Latest<T, TState>(
        string updatedColumn, Func<T, DateTimeOffset> updatedAt, string stateColumn, Func<T, TState> state, params TState[] states)
        where T : ActivityRecord
        where TState : struct, Enum
    {
        string[] names = [.. states.Select(WireName.Of)];
        return new RecordPhase<T>(
            record => Text(Rfc3339.Format(updatedAt(record)), Below(updatedAt(record)), WireName.Of(state(record))),
            stored => Text(stored.GetString(updatedColumn), stored.GetInt32(Ticks) ?? 0, stored.GetString(stateColumn)))
        {
            TicksOf = record => Below(updatedAt(record)),
        };

        string Text(string time, int ticks, string name) =>
            string.Create(CultureInfo.InvariantCulture, $"{time} {ticks:D4} {Array.IndexOf(names, name) + 1}");
    }

    private static int Below(DateTimeOffset time) => (int)(time.UtcTicks % TimeSpan.TicksPerMillisecond);
}
