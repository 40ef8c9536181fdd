using Azure;
using Azure.Data.Tables;
using Reporting.Activity.Keys;
using Reporting.Activity.Records;

namespace Reporting.Benchmarks.Compare;

/// <summary>Writes at a steady rate, batches of 100 rows into the partition of the current hour, and counts those that the service turns away. Nothing is tried again.</summary>
internal sealed class Ingest : IAsyncDisposable
{
    private const int BatchRows = 100;

    private readonly CancellationTokenSource _ending = new();
    private readonly Task _writing;

    public Ingest(string connectionString, int rowsPerSecond)
    {
        var options = new TableClientOptions { Retry = { MaxRetries = 0 } };
        TableClient table = new TableServiceClient(connectionString, options).GetTableClient(AuditEvents.Table.Name);
        _writing = WriteAsync(table, TimeSpan.FromSeconds((double)BatchRows / rowsPerSecond));
    }

    /// <summary>Batches written.</summary>
    public int Written { get; private set; }

    /// <summary>Batches turned away.</summary>
    public int Refused { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _writing;
        _ending.Dispose();
    }

    private async Task WriteAsync(TableClient table, TimeSpan interval)
    {
        // A late beat is made up for, so that the rate is what it is said to be.
        long started = TimeProvider.System.GetTimestamp();
        for (int batch = 0; !_ending.IsCancellationRequested; batch++)
        {
            TimeSpan wait = (interval * batch) - TimeProvider.System.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, TimeProvider.System, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            string partition = ActivityKeys.Partition(0, now);
            try
            {
                await table.SubmitTransactionAsync(Enumerable.Range(0, BatchRows).Select(row => new TableTransactionAction(
                    TableTransactionActionType.Add,
                    new TableEntity(partition, string.Create(CultureInfo.InvariantCulture, $"{now.UtcTicks:D19}-{batch}-{row}")) { ["userId"] = "dev@example.com" })));
                Written++;
            }
            catch (RequestFailedException exception) when (exception.Status == 503)
            {
                Refused++;
            }
        }
    }
}
