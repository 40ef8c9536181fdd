using Azure;
using Microsoft.Extensions.Logging;
using Reporting.Storage;

namespace Reporting.Exports.Pacing;

/// <summary>
/// Divides the exports' rate among the processes that write slices now, since an app scales out and the account does not. While slices are written, a
/// loop writes this process's heartbeat (<see cref="ExportingProcesses"/>) and sets its share every <see cref="Interval"/>; until then the account may be
/// asked for more than its share, and the limiter slows down if it is busy. A process that ends in order withdraws its row.
/// </summary>
internal sealed class RateShares(ReportingStorage storage, RowRateLimiter limiter, TimeProvider time, ILogger<RateShares> logger) : IAsyncDisposable, IDisposable
{
    /// <summary>A host that ends is not held up by a storage that does not answer.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(2);

    private readonly ExportingProcesses _processes = new(storage, time);
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _working;
    private volatile bool _runs;
    private volatile bool _ended;

    /// <summary>How often a process writes its row and counts the others'.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Counts this process in until the result is disposed.</summary>
    public IDisposable Join()
    {
        lock (_lock)
        {
            _working++;
            if (!_runs)
            {
                _runs = true;
                _ = CountAsync();
            }
        }

        return new Membership(this);
    }

    /// <summary>Writes this process's row and sets its share by the fresh ones.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            if (!_ended)
            {
                limiter.ShareWith(await _processes.CountAsync(cancellationToken));
            }
        },
        cancellationToken);

    /// <summary>Takes the row away, so that the others have the whole rate at once.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        if (_runs)
        {
            using var patience = new CancellationTokenSource(LongestEnd, time);
            await TryAsync(() => WithdrawAsync(patience.Token));
        }
    }

    /// <summary>Leaves the row to become old: a container that is not disposed of asynchronously gives no time for more.</summary>
    public void Dispose() => _ended = true;

    private async Task CountAsync()
    {
        while (true)
        {
            await TryAsync(() => RefreshAsync(CancellationToken.None));
            await Task.Delay(Interval, time);
            if (IsIdle())
            {
                await TryAsync(() => WithdrawAsync(CancellationToken.None));
                lock (_lock)
                {
                    // A slice that started in the meantime keeps the loop running.
                    if (_ended || _working == 0)
                    {
                        _runs = false;
                        return;
                    }
                }
            }
        }
    }

    private bool IsIdle()
    {
        lock (_lock)
        {
            return _ended || _working == 0;
        }
    }

    private Task WithdrawAsync(CancellationToken cancellationToken) => InTurnAsync(() => _processes.WithdrawAsync(cancellationToken), cancellationToken);

    /// <summary>Serializes the writes, so that no heartbeat follows the withdrawal.</summary>
    private async Task InTurnAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await work();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task TryAsync(Func<Task> count)
    {
        try
        {
            await count();
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException or OperationCanceledException or IOException)
        {
            // The share stays as it was; slices go on.
            RateSharesLog.SharesNotCounted(logger, exception);
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            _working--;
        }
    }

    private sealed class Membership(RateShares shares) : IDisposable
    {
        public void Dispose() => shares.Leave();
    }
}

/// <summary>What the division of the rate logs.</summary>
internal static partial class RateSharesLog
{
    [LoggerMessage(3010, LogLevel.Warning, "Could not find out how many processes share the exports' rate; this one keeps its share.")]
    public static partial void SharesNotCounted(ILogger logger, Exception exception);
}
