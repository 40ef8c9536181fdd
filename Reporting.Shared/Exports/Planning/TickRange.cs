namespace Reporting.Exports.Planning;

/// <summary>A range of event time in UTC ticks.</summary>
/// <param name="From">Start, inclusive.</param>
/// <param name="To">End, exclusive.</param>
public readonly record struct TickRange(long From, long To);
