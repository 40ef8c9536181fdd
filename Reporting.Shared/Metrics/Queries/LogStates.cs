using Microsoft.Extensions.Options;
using Reporting.Activity.Retention;
using Reporting.Metrics.Days;

namespace Reporting.Metrics.Queries;

/// <summary>Tells which days have sums and which have changed since; what it has found is shown for some seconds, so that the requests of one page look once.</summary>
internal sealed class LogStates(
    DayStore store, PassPositionStore positions, ChangedDays changed, DayScan scan, ActivityAvailability availability, IOptions<MetricsOptions> options, TimeProvider time) : IDisposable
{
    // Were no pass to run, a request would read more of `touched` from hour to hour; so it looks at no more, and its numbers are of that time.
    private static readonly TimeSpan MaxLook = TimeSpan.FromHours(1);
    private readonly SemaphoreSlim _looking = new(1);
    private LogState? _last;

    /// <summary>The state, at most <see cref="MetricsOptions.MaxAgeSeconds"/> old.</summary>
    public async Task<LogState> GetAsync(CancellationToken cancellationToken)
    {
        await _looking.WaitAsync(cancellationToken);
        try
        {
            DateTimeOffset now = time.GetUtcNow();
            if (_last is not { } last || now - last.TakenAt >= TimeSpan.FromSeconds(options.Value.MaxAgeSeconds))
            {
                _last = last = await TakeAsync(now, cancellationToken);
            }

            return last;
        }
        finally
        {
            _looking.Release();
        }
    }

    public void Dispose() => _looking.Dispose();

    // The position is read before the days: marks that stand before it moves on are then seen.
    private async Task<LogState> TakeAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        DateTimeOffset asOf = scan.AsOf;
        DateOnly? first = await availability.GetAsync(now, cancellationToken) is { } from ? UtcDays.Of(from) : null;
        PassPosition position = await positions.ReadAsync(cancellationToken);
        IReadOnlySet<DateOnly> since = new HashSet<DateOnly>();
        if (position.ReadUntil is { } readUntil)
        {
            // Up to now, beyond the watermark: what can be seen already is shown.
            DateTimeOffset until = now.AddMilliseconds(1);
            if (until - readUntil > MaxLook)
            {
                until = readUntil + MaxLook;
                asOf = asOf < until ? asOf : until;
            }

            since = await changed.FindAsync(readUntil, until, cancellationToken);
        }

        return new LogState(now, asOf, position.ReadUntil is not null, await store.ListAsync(cancellationToken), since, first);
    }
}

/// <summary>Which days have sums, and which have changed.</summary>
/// <param name="TakenAt">When this was found.</param>
/// <param name="AsOf">Everything acknowledged before is known.</param>
/// <param name="IsWhole">Whether every day with runs is known; else days that are not known may have some.</param>
/// <param name="Days">The days that are known to have had rows.</param>
/// <param name="Changed">Days that have changed since the last pass.</param>
/// <param name="AvailableFrom">The first day that counts: activity from before has been deleted or is about to be; null when everything is kept.</param>
internal sealed record LogState(
    DateTimeOffset TakenAt, DateTimeOffset AsOf, bool IsWhole, IReadOnlyDictionary<DateOnly, StoredDay> Days, IReadOnlySet<DateOnly> Changed, DateOnly? AvailableFrom);
