using System.Collections.Immutable;

namespace Reporting.Activity.Counts;

/// <summary>About how many rows were inserted into an hour of event time.</summary>
/// <param name="Hour">Start of the UTC hour.</param>
/// <param name="Total">Rows of the hour.</param>
/// <param name="Minutes">Rows of each of its 60 minutes.</param>
public sealed record HourCount(DateTimeOffset Hour, long Total, ImmutableArray<int> Minutes);
