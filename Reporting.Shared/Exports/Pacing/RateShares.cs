using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Reporting.Storage;

namespace Reporting.Exports.Pacing;

/// <summary>
/// Divides the exports' rate among the processes that write slices now, since an app scales out and the account does not: each keeps a row of its own in the
/// table <c>settings</c> (PartitionKey <c>exporting</c>) while it works, and counts the rows that are fresh. A process that comes or goes is noticed within
/// <see cref="Interval"/>; until then the account may be asked for more than its share, and the governor gives way if it is busy.
/// </summary>
internal sealed class RateShares(ReportingStorage storage, RowGovernor governor, TimeProvider time, ILogger<RateShares> logger)
{
    private const string PartitionKey = "exporting";

    private readonly TableClient _settings = storage.Tables.GetTableClient(StorageNames.Settings);
    private readonly Lock _lock = new();
    private readonly string _process = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private int _working;
    private bool _runs;

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
    public async Task RefreshAsync(CancellationToken cancellationToken)
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

        governor.ShareWith(fresh);
    }

    private async Task CountAsync()
    {
        while (true)
        {
            try
            {
                await RefreshAsync(CancellationToken.None);
            }
            catch (Exception exception) when (exception is RequestFailedException or AggregateException or OperationCanceledException or IOException)
            {
                // The share stays as it was; slices go on.
                ExportsLog.SharesNotCounted(logger, exception);
            }

            await Task.Delay(Interval, time);
            lock (_lock)
            {
                if (_working == 0)
                {
                    _runs = false;
                    return;
                }
            }
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
