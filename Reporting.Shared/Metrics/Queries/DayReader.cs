using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Reporting.Activity.Counts;
using Reporting.Activity.Records;
using Reporting.Metrics.Days;
using Reporting.Metrics.Sums;

namespace Reporting.Metrics.Queries;

/// <summary>
/// Gives the sums of days: stored ones that are current; those of days that have changed since, or were never made, from the tables, as far as one request may read. A changed day that is over that is shown as
/// its stored sums have it, and the numbers are then of that time; a day without sums that is over it cannot be shown.
/// </summary>
internal sealed class DayReader(
    DayStore store, LogStates states, DayScan scan, HourCounts counts, IOptions<MetricsOptions> options, TimeProvider time) : IDisposable
{
    private const int ParallelReads = 16;
    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = (long)options.Value.CacheMegabytes << 20 });
    private readonly SemaphoreSlim _scanning = new(1);
    private readonly SemaphoreSlim _reading = new(1);

    /// <summary>The days from one to another, exclusive, and the newest day of the log.</summary>
    public async Task<LoadedDays> LoadAsync(DateOnly since, DateOnly until, CancellationToken cancellationToken)
    {
        LogState state = await states.GetAsync(cancellationToken);
        since = since < state.AvailableFrom ? state.AvailableFrom.Value : since;
        DayPlan plan = await PlanAsync(state, since, until, cancellationToken);
        if (plan.Missing.Count > 0 && plan.IsOverLimit)
        {
            return new LoadedDays(state.AsOf, [], null, new DaysBeingMade(plan.Stored.Count, plan.Stored.Count + plan.Missing.Count));
        }

        var loaded = new ConcurrentDictionary<DateOnly, Dated>();
        await ReadStoredAsync(plan.Stored, loaded, cancellationToken);
        if (!await ScanAsync(plan.FromTables, loaded, cancellationToken))
        {
            return new LoadedDays(state.AsOf, [], null, new DaysBeingMade(plan.Stored.Count, plan.Stored.Count + plan.FromTables.Count));
        }

        // Sums of the store that are current hold all that the log held at the state's time, whenever they were made.
        DateTimeOffset asOf = loaded.Values.Where(dated => !dated.IsCurrent).Select(dated => dated.AsOf).Append(state.AsOf).Min();
        DateTimeOffset? last = loaded.Values.Select(dated => dated.Sums.LastRunAt).Concat(state.Days.Values.Where(day => !(day.Day < state.AvailableFrom)).Select(day => day.LastRunAt)).Max();
        return new LoadedDays(asOf, [.. loaded.Values.Select(dated => dated.Sums).Where(sums => sums.Cells.Length > 0 && sums.Day >= since && sums.Day < until).OrderBy(sums => sums.Day)], last, null);
    }

    public void Dispose()
    {
        _cache.Dispose();
        _scanning.Dispose();
        _reading.Dispose();
    }

    private async Task<DayPlan> PlanAsync(LogState state, DateOnly since, DateOnly until, CancellationToken cancellationToken)
    {
        var plan = new DayPlan();
        var unknown = new List<DateOnly>();
        DateOnly? newest = state.Days.Keys.Concat(state.Changed).Where(day => !(day < state.AvailableFrom)).Select(day => (DateOnly?)day).Max();
        for (DateOnly day = since; day < until; day = day.AddDays(1))
        {
            Sort(day);
        }

        // For the time of the last activity.
        if (newest is { } last && (last < since || last >= until) && !(state.Days.GetValueOrDefault(last)?.AsOf is not null && state.Days[last].LastRunAt is not null))
        {
            Sort(last);
        }

        if (unknown.Count > 0)
        {
            await AddUnknownAsync(plan, unknown, cancellationToken);
        }

        plan.Choose(options.Value.MaxRequestRows);
        return plan;

        void Sort(DateOnly day)
        {
            StoredDay? stored = state.Days.GetValueOrDefault(day);
            bool changed = state.Changed.Contains(day);
            if (stored is { AsOf: not null })
            {
                (stored.IsCurrent && !changed ? plan.Stored : plan.Stale).Add(stored with { ChangedUntil = stored.IsCurrent && !changed ? null : DateTimeOffset.MaxValue });
            }
            else if (stored is not null || changed || !state.IsWhole)
            {
                unknown.Add(day);
            }
        }
    }

    // How many rows a day without sums has is only known by the estimates.
    private async Task AddUnknownAsync(DayPlan plan, List<DateOnly> unknown, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<DateOnly, long>();
        foreach (HourCount hour in await counts.ReadAsync(RecipeRuns.Table, UtcDays.StartOf(unknown.Min()), UtcDays.StartOf(unknown.Max().AddDays(1)), cancellationToken))
        {
            rows[UtcDays.Of(hour.Hour)] = rows.GetValueOrDefault(UtcDays.Of(hour.Hour)) + hour.Total;
        }

        plan.Missing.AddRange(unknown.Select(day => (day, rows.GetValueOrDefault(day))));
    }

    // One request at a time reads what no request has read yet, so that those of one page's first view read each day once.
    private async Task ReadStoredAsync(List<StoredDay> days, ConcurrentDictionary<DateOnly, Dated> loaded, CancellationToken cancellationToken)
    {
        if (days.TrueForAll(AddKept))
        {
            return;
        }

        await _reading.WaitAsync(cancellationToken);
        try
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelReads, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(days.Where(day => !AddKept(day)), parallel, async (day, token) =>
            {
                if (await FindStoredAsync(day, token) is { } dated)
                {
                    loaded[day.Day] = dated;
                }
            });
        }
        finally
        {
            _reading.Release();
        }

        bool AddKept(StoredDay day)
        {
            if (_cache.TryGetValue((day.Day, day.AsOf), out DaySums? sums))
            {
                loaded[day.Day] = new Dated(sums!, day.AsOf!.Value, day.IsCurrent);
            }

            return sums is not null;
        }
    }

    private async Task<Dated?> FindStoredAsync(StoredDay day, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(day.Day, cancellationToken) is not { } read)
        {
            return null; // Retention has deleted it meanwhile.
        }

        Keep((day.Day, read.State.AsOf), read.Sums, TimeSpan.FromHours(1));
        return new Dated(read.Sums, read.State.AsOf!.Value, day.IsCurrent);
    }

    // One request at a time, so that those of one page's first view read the tables once.
    private async Task<bool> ScanAsync(List<DateOnly> days, ConcurrentDictionary<DateOnly, Dated> loaded, CancellationToken cancellationToken)
    {
        if (days.Count == 0)
        {
            return true;
        }

        await _scanning.WaitAsync(cancellationToken);
        try
        {
            DateTimeOffset now = time.GetUtcNow();
            long left = options.Value.MaxRequestRows * 4;
            List<DateOnly> needed = [];
            foreach (DateOnly day in days)
            {
                if (_cache.TryGetValue(("tables", day), out Dated? dated) && now - dated!.AsOf <= scan.Lag + TimeSpan.FromSeconds(options.Value.MaxAgeSeconds))
                {
                    loaded[day] = dated;
                }
                else
                {
                    needed.Add(day);
                }
            }

            needed.Sort();
            foreach ((DateOnly first, DateOnly end) in UtcDays.Spans(needed, int.MaxValue))
            {
                DateTimeOffset asOf = scan.AsOf;
                DateOnly reached = first;
                await foreach (DaySums sums in scan.ReadAsync(first, end, rows => (left -= rows) < 0, cancellationToken))
                {
                    // Between them may be days whose sums are stored.
                    var dated = new Dated(sums, asOf, IsCurrent: false);
                    _ = loaded.TryAdd(sums.Day, dated);
                    Keep(("tables", sums.Day), dated, TimeSpan.FromSeconds(Math.Max(1, options.Value.MaxAgeSeconds)), sums.Size);
                    reached = sums.Day.AddDays(1);
                }

                if (reached < end)
                {
                    return false; // The estimates were far too low.
                }
            }

            return true;
        }
        finally
        {
            _scanning.Release();
        }
    }

    private void Keep(object key, DaySums sums, TimeSpan age) => Keep(key, sums, age, sums.Size);

    private T Keep<T>(object key, T value, TimeSpan age, int size) =>
        _cache.Set(key, value, new MemoryCacheEntryOptions { Size = size, SlidingExpiration = age });

    private sealed record Dated(DaySums Sums, DateTimeOffset AsOf, bool IsCurrent);

    /// <summary>Where each day is to be had from.</summary>
    private sealed class DayPlan
    {
        /// <summary>Days whose stored sums are shown.</summary>
        public List<StoredDay> Stored { get; } = [];

        /// <summary>Days that have changed since their sums were stored.</summary>
        public List<StoredDay> Stale { get; } = [];

        /// <summary>Days without sums, and about how many rows they have.</summary>
        public List<(DateOnly Day, long Rows)> Missing { get; } = [];

        /// <summary>Days that are read from the tables.</summary>
        public List<DateOnly> FromTables { get; } = [];

        /// <summary>Whether the days without sums are more than a request may read.</summary>
        public bool IsOverLimit { get; private set; }

        public void Choose(long maxRows)
        {
            long left = maxRows - Missing.Sum(day => day.Rows);
            IsOverLimit = Missing.Count > 0 && left < 0;
            FromTables.AddRange(Missing.Select(day => day.Day));
            foreach (StoredDay day in Stale.OrderByDescending(day => day.Day))
            {
                left -= day.Rows;
                if (left >= 0)
                {
                    FromTables.Add(day.Day);
                }
                else
                {
                    Stored.Add(day);
                }
            }
        }
    }
}

/// <summary>Days and their sums.</summary>
/// <param name="AsOf">Everything acknowledged before is in them.</param>
/// <param name="Days">Days with runs, ascending.</param>
/// <param name="LastRunAt">When the log's last run was asked for; null when there is none.</param>
/// <param name="BeingMade">Set when there are days whose sums have not been made yet and whose rows are too many for a request; no days are told then.</param>
internal sealed record LoadedDays(DateTimeOffset AsOf, IReadOnlyList<DaySums> Days, DateTimeOffset? LastRunAt, DaysBeingMade? BeingMade);

/// <summary>How far the sums of a range have been made.</summary>
/// <param name="Ready">Days with sums.</param>
/// <param name="Total">Days that have, or are to have, sums.</param>
public sealed record DaysBeingMade(int Ready, int Total);
