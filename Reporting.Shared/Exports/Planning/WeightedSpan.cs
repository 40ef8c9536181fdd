namespace Reporting.Exports.Planning;

/// <summary>About how many rows lie in a span of event time.</summary>
/// <param name="From">Start, UTC ticks, inclusive.</param>
/// <param name="To">End, UTC ticks, exclusive.</param>
/// <param name="Rows">Rows, taken as evenly spread over the span.</param>
public readonly record struct WeightedSpan(long From, long To, double Rows);
