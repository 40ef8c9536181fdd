using System.Collections.Immutable;

namespace Reporting.Activity.Records;

/// <summary>A table of the activity log: whose records it holds, the columns of its rows, and where a record stands in it.</summary>
public sealed class ActivityTable
{
    /// <summary>The column with the time of the first ingest; it never moves.</summary>
    internal const string FirstIngestedAt = "firstIngestedAt";

    /// <summary>The column with the time of the last real change.</summary>
    internal const string ChangedAt = "changedAt";

    private readonly Func<ActivityRecord, RowPlace> _place;

    internal ActivityTable(RecordKind kind, string name, Func<ActivityRecord, RowPlace> place)
    {
        (Kind, Name, _place) = (kind, name, place);
        Columns = [.. kind.Fields.Select(field => field.Column), new(FirstIngestedAt, CellKind.Time), new(ChangedAt, CellKind.Time)];
    }

    /// <summary>The kind of its records.</summary>
    public RecordKind Kind { get; }

    /// <summary>The table's name in the account.</summary>
    public string Name { get; }

    /// <summary>The record's fields in order, then <c>firstIngestedAt</c> and <c>changedAt</c>. Property names in storage are the same.</summary>
    public ImmutableArray<RowColumn> Columns { get; }

    /// <summary>Whether its rows are counted by the hour (<c>hourcounts</c>). A second copy of rows is not.</summary>
    public bool IsCounted => Kind.Table == this;

    /// <summary>Where a record stands in the table.</summary>
    internal RowPlace PlaceOf(ActivityRecord record) => _place(record);
}

/// <summary>Where a record stands in a table.</summary>
/// <param name="Time">The time whose hour gives the partition.</param>
/// <param name="Spread">The text whose hash gives the bucket.</param>
/// <param name="RowKey">The RowKey; begins with the ticks of <paramref name="Time"/>.</param>
internal readonly record struct RowPlace(DateTimeOffset Time, string Spread, string RowKey);
