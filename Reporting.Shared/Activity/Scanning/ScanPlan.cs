using Reporting.Activity.Keys;

namespace Reporting.Activity.Scanning;

/// <summary>
/// Turns a range of keys into the OData filters of one bucket's ordered scan. The service seeks by PartitionKey and, within one partition only,
/// by RowKey; so an edge that cuts an hour is a query of its own and all whole hours between are one.
/// </summary>
/// <example>
/// Bucket <c>00</c> from 10:30 to 14:10 gives three: hour 10 from the RowKey of 10:30; hours 11 to 13; hour 14 up to the RowKey of 14:10.
/// From 10:00 to 14:00 gives one: hours 10 to 13.
/// </example>
internal sealed class ScanPlan
{
    private readonly KeyRange _keys;
    private readonly string? _filter;
    private readonly bool _fromCutsHour;
    private readonly bool _toCutsHour;

    /// <exception cref="ArgumentException">A key does not begin with 19 digits of ticks.</exception>
    public ScanPlan(KeyRange keys, string? filter)
    {
        _keys = keys;
        _filter = filter;
        long from = TicksOf(keys.From);
        long to = TicksOf(keys.To);
        IsEmpty = string.CompareOrdinal(keys.From, keys.To) >= 0;
        _fromCutsHour = keys.From.Length > KeyTicks.Length || from % TimeSpan.TicksPerHour != 0;
        _toCutsHour = keys.To.Length > KeyTicks.Length || to % TimeSpan.TicksPerHour != 0;
        FirstHour = Hour(from);
        LastHour = Hour(_toCutsHour ? to : Math.Max(0, to - 1));
    }

    /// <summary>True when no key can be in the range.</summary>
    public bool IsEmpty { get; }

    /// <summary>First hour of the range, UTC.</summary>
    public DateTimeOffset FirstHour { get; }

    /// <summary>Last hour of the range, inclusive, UTC.</summary>
    public DateTimeOffset LastHour { get; }

    /// <summary>The filters for one bucket, in ascending order, each with at most 4 comparisons beside the request's own.</summary>
    /// <param name="bucket">The bucket as it stands in PartitionKeys: <c>00</c> to <c>0f</c>.</param>
    public IReadOnlyList<string> FiltersOf(string bucket)
    {
        if (IsEmpty)
        {
            return [];
        }

        DateTimeOffset first = FirstHour;
        DateTimeOffset last = LastHour;
        if (first == last)
        {
            return [Join(InHour(bucket, first), _fromCutsHour ? FromClause : null, _toCutsHour ? ToClause : null)];
        }

        var filters = new List<string>(3);
        if (_fromCutsHour)
        {
            filters.Add(Join(InHour(bucket, first), FromClause));
            first = first.AddHours(1);
        }

        DateTimeOffset lastWhole = _toCutsHour ? last.AddHours(-1) : last;
        if (first <= lastWhole)
        {
            filters.Add(Join(first == lastWhole
                ? InHour(bucket, first)
                : $"PartitionKey ge '{PartitionOf(bucket, first)}' and PartitionKey le '{PartitionOf(bucket, lastWhole)}'"));
        }

        if (_toCutsHour)
        {
            filters.Add(Join(InHour(bucket, last), ToClause));
        }

        return filters;
    }

    /// <summary>The filter for one partition.</summary>
    public string FilterOf(string partition) => Join($"PartitionKey eq '{Quote(partition)}'", FromClause, ToClause);

    private string FromClause => $"RowKey {(_keys.FromExclusive ? "gt" : "ge")} '{Quote(_keys.From)}'";

    private string ToClause => $"RowKey lt '{Quote(_keys.To)}'";

    private string Join(params ReadOnlySpan<string?> clauses)
    {
        string joined = "";
        foreach (string? clause in clauses)
        {
            joined = clause is null ? joined : joined.Length == 0 ? clause : $"{joined} and {clause}";
        }

        return _filter is null ? joined : $"{joined} and ({_filter})";
    }

    private static string InHour(string bucket, DateTimeOffset hour) => $"PartitionKey eq '{PartitionOf(bucket, hour)}'";

    private static string PartitionOf(string bucket, DateTimeOffset hour) => $"{bucket}-{ActivityKeys.Hour(hour)}";

    private static DateTimeOffset Hour(long ticks) => new(ticks - (ticks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    private static string Quote(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    private static long TicksOf(string key) => KeyTicks.TryOf(key, out long ticks)
        ? ticks
        : throw new ArgumentException($"A key begins with 19 digits of UTC ticks; '{key}' does not.", nameof(key));
}

/// <summary>A range of RowKeys, in ordinal order. Every RowKey begins with its event's UTC ticks (D19), so it is a range of time too.</summary>
/// <param name="From">First key: 19 digits, or a whole key to go on from.</param>
/// <param name="To">End, exclusive.</param>
/// <param name="FromExclusive">True when <paramref name="From"/> itself has been read already.</param>
public sealed record KeyRange(string From, string To, bool FromExclusive = false)
{
    /// <summary>The keys of all events from <paramref name="since"/> (inclusive) to <paramref name="until"/> (exclusive).</summary>
    public static KeyRange OfTimes(DateTimeOffset since, DateTimeOffset until) => new(KeyTicks.Format(since), KeyTicks.Format(until));

    /// <summary>The rest of the range behind <paramref name="key"/>.</summary>
    public KeyRange After(string key) => this with { From = key, FromExclusive = true };
}
