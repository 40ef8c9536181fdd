using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reporting.Activity.Retention;
using Reporting.Metrics.Sums;

namespace Reporting.Metrics.Days;

/// <summary>
/// Keeps the days' sums: reads which days have changed since the last pass, marks them, and makes the sums of marked days anew, newest first, within a budget. What a pass leaves, the next one
/// does; a pass that dies anywhere leaves marks behind that are right. Of several processes one is at work at a time; two at once would do no harm.
/// </summary>
public sealed class MetricsPass
{
    // Days of one scan: few enough that the newest are done first, enough that a request for each day is saved.
    private const int DaysOfScan = 14;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);
    private readonly DayStore _store;
    private readonly PassPositionStore _positions;
    private readonly ChangedDays _changed;
    private readonly DayScan _scan;
    private readonly ActivityAvailability _availability;
    private readonly MetricsOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<MetricsPass> _logger;

    internal MetricsPass(
        DayStore store, PassPositionStore positions, ChangedDays changed, DayScan scan, ActivityAvailability availability, IOptions<MetricsOptions> options, TimeProvider time,
        ILogger<MetricsPass> logger) =>
        (_store, _positions, _changed, _scan, _availability, _options, _time, _logger) = (store, positions, changed, scan, availability, options.Value, time, logger);

    /// <summary>Does a pass's work, unless another process is at it.</summary>
    /// <exception cref="Azure.RequestFailedException">The service refused; the next pass goes on.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        PassPosition stored = await _positions.ReadAsync(cancellationToken);
        if (stored.BusyUntil > _time.GetUtcNow())
        {
            return;
        }

        DateTimeOffset busyUntil = _time.GetUtcNow().AddSeconds(_options.PassSeconds) + Grace;
        if (await _positions.TryWriteAsync(stored with { BusyUntil = busyUntil }, cancellationToken) is not { } position)
        {
            return;
        }

        try
        {
            position = await MarkAsync(position, cancellationToken);
            await BuildAsync(cancellationToken);
        }
        finally
        {
            await _positions.TryWriteAsync(position with { BusyUntil = null }, CancellationToken.None);
        }
    }

    // The marks stand before the position moves on, so that none is missing whenever a pass dies.
    private async Task<PassPosition> MarkAsync(PassPosition position, CancellationToken cancellationToken)
    {
        DateTimeOffset until = _scan.AsOf;
        if (until <= position.ReadUntil)
        {
            return position;
        }

        IReadOnlySet<DateOnly> changed = position.ReadUntil is { } since
            ? await _changed.FindAsync(since, until, cancellationToken)
            : await _changed.FindAllAsync(cancellationToken);
        if (changed.Count > 0)
        {
            IReadOnlyDictionary<DateOnly, StoredDay> days = await _store.ListAsync(cancellationToken);
            foreach (DateOnly day in changed)
            {
                await _store.MarkAsync(day, days.GetValueOrDefault(day), until, cancellationToken);
            }
        }

        return await _positions.TryWriteAsync(position with { ReadUntil = until }, cancellationToken)
            ?? throw new InvalidOperationException("Another process took this pass over, since it took longer than it may; the next one goes on.");
    }

    private async Task BuildAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = _time.GetUtcNow();
        DateOnly? first = await _availability.GetAsync(now, cancellationToken) is { } kept ? UtcDays.Of(kept) : null;
        IReadOnlyDictionary<DateOnly, StoredDay> days = await _store.ListAsync(cancellationToken);
        foreach (DateOnly gone in days.Keys.Where(day => day < first))
        {
            await _store.DeleteAsync(gone, cancellationToken);
        }

        DateOnly[] due = [.. days.Values.Where(day => !(day.Day < first) && IsDue(day, now)).Select(day => day.Day).Order()];
        var budget = new RetentionBudget(_time, TimeSpan.FromSeconds(_options.PassSeconds), _options.PassRows);
        int made = 0;
        foreach ((DateOnly from, DateOnly end) in UtcDays.Spans(due, DaysOfScan).Reverse())
        {
            if (!budget.IsSpent)
            {
                made += await BuildAsync(from, end, due, days, budget, cancellationToken);
            }
        }

        if (due.Length > 0)
        {
            MetricsPassLog.Ran(_logger, made, due.Length, budget.Spent);
        }
    }

    private async Task<int> BuildAsync(DateOnly first, DateOnly end, DateOnly[] due, IReadOnlyDictionary<DateOnly, StoredDay> days, RetentionBudget budget, CancellationToken cancellationToken)
    {
        DateTimeOffset asOf = _scan.AsOf;
        int made = 0;

        // A day is read to its end whatever it holds, else one larger than a budget would never be done.
        bool isFirst = true;
        IAsyncEnumerable<DaySums> sums = _scan.ReadAsync(first, end, rows => Spend(budget, rows) && !isFirst, cancellationToken);
        await foreach (DaySums day in sums)
        {
            isFirst = false;
            if (due.Contains(day.Day))
            {
                await _store.WriteAsync(day, asOf, days.GetValueOrDefault(day.Day), cancellationToken);
                made++;
            }
        }

        return made;
    }

    private static bool Spend(RetentionBudget budget, int rows)
    {
        budget.Spend(rows);
        return budget.IsSpent;
    }

    // Sums that a steady stream changes are not made anew each minute: what has changed since is read from the tables for a request.
    private bool IsDue(StoredDay day, DateTimeOffset now) =>
        !day.IsCurrent && (day.AsOf is not { } asOf || now - day.ChangedUntil >= TimeSpan.FromMinutes(_options.QuietMinutes) || now - asOf >= TimeSpan.FromMinutes(_options.MaxStaleMinutes));
}

/// <summary>What a pass logs; event ids 1201 to 1299.</summary>
internal static partial class MetricsPassLog
{
    [LoggerMessage(1201, LogLevel.Information, "Made the sums of {Days} of {Due} days that had changed, from {Rows} rows.")]
    public static partial void Ran(ILogger logger, int days, int due, long rows);
}
