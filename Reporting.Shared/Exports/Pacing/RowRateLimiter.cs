using Microsoft.Extensions.Options;
using Reporting.Storage.Paging;

namespace Reporting.Exports.Pacing;

/// <summary>
/// Keeps all running exports of a process together within <see cref="ExportsOptions.MaxRowsPerSecond"/>. Who waits is served by export in turn, a page each,
/// so that an export of many slices does not hold up one of a single slice. Costs a lock a page, nothing a row.
/// </summary>
internal sealed class RowRateLimiter : IDisposable
{
    private readonly Lock _lock = new();
    private readonly RecentReaders _readers;
    private readonly RowBudget _budget;
    private readonly double _maxRate;
    private readonly Dictionary<string, Queue<Waiter>> _waiting = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = new();
    private readonly ITimer _timer;

    public RowRateLimiter(IOptions<ExportsOptions> options, TimeProvider time)
    {
        _readers = new RecentReaders(time);
        _maxRate = options.Value.MaxRowsPerSecond;
        _budget = new RowBudget(_maxRate, time);
        _timer = time.CreateTimer(_ => Grant(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Rows a second that may be read now.</summary>
    public double Rate
    {
        get
        {
            lock (_lock)
            {
                return _budget.Rate;
            }
        }
    }

    /// <summary>A gate for one reader of an export.</summary>
    public IPageGate GateOf(string jobId) => new Gate(this, jobId);

    /// <summary>Divides the rate among so many processes.</summary>
    public void ShareWith(int processes)
    {
        lock (_lock)
        {
            _budget.Limit(_maxRate / Math.Max(1, processes));
        }
    }

    public void Dispose() => _timer.Dispose();

    private ValueTask EnterAsync(IPageGate gate, string jobId, int rows, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _readers.Ask(gate);
            if (_turns.Count == 0 && _budget.TryTake(rows))
            {
                return ValueTask.CompletedTask;
            }

            var waiter = new Waiter(rows);
            if (!_waiting.TryGetValue(jobId, out Queue<Waiter>? queue))
            {
                _waiting.Add(jobId, queue = new Queue<Waiter>());
                _turns.Enqueue(jobId);
            }

            queue.Enqueue(waiter);
            Wake();
            return new ValueTask(waiter.WaitAsync(cancellationToken));
        }
    }

    private void GiveBack(int rows)
    {
        lock (_lock)
        {
            _budget.GiveBack(rows);
            if (_turns.Count > 0)
            {
                Wake();
            }
        }
    }

    /// <summary>
    /// A reader that is turned away has met the limit of its partition (2,000 entities a second), and waits by itself, unless the service names the account's, or
    /// so many are turned away at once that it must be: then all readers slow down, so that writers are not throttled too.
    /// </summary>
    private void Throttled(IPageGate gate, TimeSpan? retryAfter, bool namesAccount)
    {
        lock (_lock)
        {
            bool widespread = _readers.TurnAway(gate);
            if (namesAccount || widespread)
            {
                _budget.GiveWay(retryAfter);
            }
        }
    }

    private void Grant()
    {
        lock (_lock)
        {
            while (_turns.TryPeek(out string? jobId))
            {
                Queue<Waiter> queue = _waiting[jobId];
                while (queue.TryPeek(out Waiter? gone) && gone.IsGone)
                {
                    queue.Dequeue();
                }

                if (queue.TryPeek(out Waiter? waiter))
                {
                    if (!_budget.TryTake(waiter.Rows))
                    {
                        Wake();
                        return;
                    }

                    queue.Dequeue();
                    if (!waiter.Admit())
                    {
                        _budget.GiveBack(waiter.Rows);
                    }
                }

                _turns.Dequeue();
                if (queue.Count > 0)
                {
                    _turns.Enqueue(jobId);
                }
                else
                {
                    _waiting.Remove(jobId);
                }
            }
        }
    }

    private void Wake()
    {
        // Timers count whole milliseconds; one that comes early would only be set again.
        TimeSpan wait = TimeSpan.FromMilliseconds(Math.Ceiling(_budget.Wait().TotalMilliseconds));
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private sealed class Gate(RowRateLimiter limiter, string jobId) : IPageGate
    {
        public ValueTask EnterAsync(int rows, CancellationToken cancellationToken) => limiter.EnterAsync(this, jobId, rows, cancellationToken);

        public void GiveBack(int rows) => limiter.GiveBack(rows);

        public void Throttled(TimeSpan? retryAfter, bool namesAccount) => limiter.Throttled(this, retryAfter, namesAccount);
    }

    private sealed class Waiter(int rows)
    {
        private readonly TaskCompletionSource _admitted = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Rows => rows;

        public bool IsGone => _admitted.Task.IsCompleted;

        public bool Admit() => _admitted.TrySetResult();

        public async Task WaitAsync(CancellationToken cancellationToken)
        {
            await using (cancellationToken.UnsafeRegister(static (waiter, token) => ((Waiter)waiter!)._admitted.TrySetCanceled(token), this))
            {
                await _admitted.Task;
            }
        }
    }
}
