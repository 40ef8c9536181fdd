namespace Reporting.Tests.Storage.Memory;

/// <summary>A filter of a query, read: what it takes, and between which keys that lies.</summary>
internal abstract record TableFilter
{
    /// <summary>The filter that takes everything.</summary>
    public static TableFilter Everything { get; } = new AllOf([]);

    /// <summary>Between which keys all rows lie that it takes.</summary>
    public abstract KeyBounds Bounds { get; }

    /// <summary>Whether it takes what has these values; null is a value that is not there.</summary>
    /// <exception cref="NotSupportedException">Values of two types are compared.</exception>
    public abstract bool Matches(Func<string, object?> value);

    internal sealed record AllOf(IReadOnlyList<TableFilter> Parts) : TableFilter
    {
        public override KeyBounds Bounds { get; } = Parts.Aggregate(KeyBounds.All, (bounds, part) => bounds.And(part.Bounds));

        public override bool Matches(Func<string, object?> value) => Parts.All(part => part.Matches(value));
    }

    internal sealed record AnyOf(IReadOnlyList<TableFilter> Parts) : TableFilter
    {
        public override KeyBounds Bounds { get; } = Parts.Select(part => part.Bounds).Aggregate((bounds, part) => bounds.Or(part));

        public override bool Matches(Func<string, object?> value) => Parts.Any(part => part.Matches(value));
    }

    internal sealed record Not(TableFilter Part) : TableFilter
    {
        public override KeyBounds Bounds => KeyBounds.All;

        public override bool Matches(Func<string, object?> value) => !Part.Matches(value);
    }

    internal sealed record Comparison(string Property, string Relation, object Literal) : TableFilter
    {
        public override KeyBounds Bounds { get; } = KeyBounds.Of(Property, Relation, Literal);

        // A row without the property is in no relation, not even in "ne".
        public override bool Matches(Func<string, object?> value) => value(Property) is { } stored && Relation switch
        {
            "eq" => Order(stored) == 0,
            "ne" => Order(stored) != 0,
            "gt" => Order(stored) > 0,
            "ge" => Order(stored) >= 0,
            "lt" => Order(stored) < 0,
            "le" => Order(stored) <= 0,
            _ => throw new NotSupportedException(Relation),
        };

        private int Order(object stored) => (stored, Literal) switch
        {
            (string one, string other) => string.CompareOrdinal(one, other),
            (int one, int other) => one.CompareTo(other),
            (long one, long other) => one.CompareTo(other),
            (bool one, bool other) => one.CompareTo(other),
            (DateTimeOffset one, DateTimeOffset other) => one.CompareTo(other),
            _ => throw new NotSupportedException($"{Property}, of type {stored.GetType().Name}, beside a {Literal.GetType().Name}"),
        };
    }
}

/// <summary>Between which keys all rows lie that a filter takes, so that a page costs its rows and not the table. It may be too wide, and is never too narrow.</summary>
/// <param name="MinPartition">The least PartitionKey.</param>
/// <param name="MaxPartition">The greatest PartitionKey; null when there is none.</param>
/// <param name="MinRow">The least RowKey in any partition.</param>
/// <param name="MaxRow">The greatest RowKey in any partition; null when there is none.</param>
internal sealed record KeyBounds(string MinPartition, string? MaxPartition, string MinRow, string? MaxRow)
{
    /// <summary>All keys.</summary>
    public static KeyBounds All { get; } = new("", null, "", null);

    /// <summary>Where the rows begin.</summary>
    public TableRow First => TableRow.At(MinPartition, MinRow);

    /// <summary>The bounds of one comparison.</summary>
    public static KeyBounds Of(string property, string relation, object value)
    {
        string? min = relation is "eq" or "ge" or "gt" ? value as string : null;
        string? max = relation is "eq" or "le" or "lt" ? value as string : null;
        return property switch
        {
            "PartitionKey" => All with { MinPartition = min ?? "", MaxPartition = max },
            "RowKey" => All with { MinRow = min ?? "", MaxRow = max },
            _ => All,
        };
    }

    /// <summary>The bounds of both.</summary>
    public KeyBounds And(KeyBounds other) =>
        new(Greater(MinPartition, other.MinPartition), Least(MaxPartition, other.MaxPartition), Greater(MinRow, other.MinRow), Least(MaxRow, other.MaxRow));

    /// <summary>The bounds of either.</summary>
    public KeyBounds Or(KeyBounds other) =>
        new(Smaller(MinPartition, other.MinPartition), Greatest(MaxPartition, other.MaxPartition), Smaller(MinRow, other.MinRow), Greatest(MaxRow, other.MaxRow));

    /// <summary>Whether the rows end before this one.</summary>
    public bool EndBefore(TableRow row)
    {
        int order = MaxPartition is null ? -1 : string.CompareOrdinal(row.PartitionKey, MaxPartition);
        return order > 0 || (order == 0 && MaxRow is not null && string.CompareOrdinal(row.RowKey, MaxRow) > 0);
    }

    private static string Greater(string one, string other) => string.CompareOrdinal(one, other) > 0 ? one : other;

    private static string Smaller(string one, string other) => string.CompareOrdinal(one, other) < 0 ? one : other;

    private static string? Least(string? one, string? other) => one is null || other is null ? one ?? other : Smaller(one, other);

    private static string? Greatest(string? one, string? other) => one is null || other is null ? null : Greater(one, other);
}
