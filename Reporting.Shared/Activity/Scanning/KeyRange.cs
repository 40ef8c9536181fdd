using Reporting.Activity.Keys;

namespace Reporting.Activity.Scanning;

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
