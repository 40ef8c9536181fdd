using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Reporting.Storage;

namespace Reporting.Exports.Pacing;

/// <summary>
/// Divides the exports' rate among the processes that write slices now, since an app scales out and the account does not: each keeps a row of its own in the
/// table <c>settings</c> (PartitionKey <c>exporting</c>) while it works, and counts the rows that are fresh. A process that comes or goes is noticed within
/// <see cref="Interval"/>; until then the account may be asked for more than its share, and the governor gives way if it is busy. One that ends in order takes
/// its row away; the row of one that dies counts until it is no more <see cref="Fresh"/>.
/// </summary>
internal sealed class RateShares(ReportingStorage storage, RowGovernor governor, TimeProvider time, ILogger<RateShares> logger) : IAsyncDisposable, IDisposable
{
    private const string PartitionKey = "exporting";

    /// <summary>A host that ends is not held up by a storage that does not answer.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(2);

    private readonly TableClient _settings = storage.Tables.GetTableClient(StorageNames.Settings);
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly string _process = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private int _working;
    private volatile bool _runs;
    private volatile bool _ended;

    /// <summary>How often a process writes its row and counts the others'.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(10);

    /// <summary>A row as old as this is that of a process which works no more.</summary>
    public static TimeSpan Fresh { get; } = TimeSpan.FromSeconds(35);

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
                governor.ShareWith(await CountFreshAsync(cancellationToken));
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
                    // Who has joined meanwhile is counted again.
                    if (_ended || _working == 0)
                    {
                        _runs = false;
                        return;
                    }
                }
            }
        }
    }

    private async Task<int> CountFreshAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        await _settings.UpsertEntityAsync(new TableEntity(PartitionKey, _process) { ["at"] = now }, TableUpdateMode.Replace, cancellationToken);
        int fresh = 0;
        await foreach (TableEntity row in _settings.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {PartitionKey}"), cancellationToken: cancellationToken))
        {
            TimeSpan age = now - (row.GetDateTimeOffset("at") ?? now);
            fresh += age < Fresh ? 1 : 0;
            if (age > TimeSpan.FromDays(1))
            {
                await _settings.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellationToken);
            }
        }

        return fresh;
    }

    private bool IsIdle()
    {
        lock (_lock)
        {
            return _ended || _working == 0;
        }
    }

    private Task WithdrawAsync(CancellationToken cancellationToken) =>
        InTurnAsync(() => _settings.DeleteEntityAsync(PartitionKey, _process, ETag.All, cancellationToken), cancellationToken);

    /// <summary>One after the other, so that no row is written behind its withdrawal.</summary>
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
            ExportsLog.SharesNotCounted(logger, exception);
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
