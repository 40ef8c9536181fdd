using Reporting.Metrics.Sums;

namespace Reporting.Metrics.Queries;

/// <summary>Reads numbers.</summary>
public sealed class MetricsReader
{
    private const int MaxValues = 20;
    private readonly DayReader _days;
    private readonly MetricNames _names;

    internal MetricsReader(DayReader days, MetricNames names) => (_days, _names) = (days, names);

    /// <summary>The numbers of a query.</summary>
    public async Task<MetricsReading> ReadAsync(MetricsQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        LoadedDays loaded = await _days.LoadAsync(query.PreviousSince, query.Until, cancellationToken);
        return new MetricsReading(loaded.AsOf, loaded.LastRunAt, loaded.BeingMade, loaded.BeingMade is null ? new MetricsCalculator(query, loaded.Days, _names).Calculate() : null);
    }

    /// <summary>Names that contain a text, with their runs in the query's range, most runs first; none while sums are being made.</summary>
    public async Task<IReadOnlyList<MetricGroup>> FindNamesAsync(MetricsQuery query, string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        MetricsQuery every = query with { First = int.MaxValue, Interval = MetricInterval.Month, Sort = Measure.All[0] };
        IReadOnlyList<MetricGroup> groups = (await ReadAsync(every, cancellationToken)).Result?.Groups ?? [];
        return
        [
            .. groups.Where(group => group.Key is not null)
                .Where(group => group.Key!.Contains(text, StringComparison.OrdinalIgnoreCase) || group.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
                .Take(MaxValues),
        ];
    }
}

/// <summary>What was read.</summary>
/// <param name="AsOf">Everything acknowledged before is in the numbers.</param>
/// <param name="LastActivityAt">When the log's last run was asked for, of whatever range; null when there is none.</param>
/// <param name="BeingMade">Set, instead of the result, while there are days whose sums have not been made yet and whose rows are too many for a request.</param>
/// <param name="Result">The numbers.</param>
public sealed record MetricsReading(DateTimeOffset AsOf, DateTimeOffset? LastActivityAt, DaysBeingMade? BeingMade, MetricsResult? Result);
