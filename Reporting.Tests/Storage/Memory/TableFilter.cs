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
