using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Reporting.Storage;

namespace Reporting.Exports.Pacing;

/// <summary>
/// The processes that write slices now, each a row of the table <c>settings</c> (PartitionKey <c>exporting</c>, RowKey a random process id, <c>at</c> the time
/// of its last heartbeat).
/// </summary>
internal sealed class ExportingProcesses(ReportingStorage storage, TimeProvider time)
{
    private const string PartitionKey = "exporting";

    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    private readonly TableClient _settings = storage.Tables.GetTableClient(StorageNames.Settings);
    private readonly string _process = RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>A process whose heartbeat is older than this no longer counts.</summary>
    public static TimeSpan Fresh { get; } = TimeSpan.FromSeconds(35);

    /// <summary>Writes this process's heartbeat and counts the fresh ones, its own included. Rows of processes that died a day ago are deleted.</summary>
    /// <exception cref="RequestFailedException">Table Storage refused a request.</exception>
    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        await _settings.UpsertEntityAsync(new TableEntity(PartitionKey, _process) { ["at"] = now }, TableUpdateMode.Replace, cancellationToken);
        int fresh = 0;
        await foreach (TableEntity row in _settings.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {PartitionKey}"), cancellationToken: cancellationToken))
        {
            TimeSpan age = now - (row.GetDateTimeOffset("at") ?? now);
            fresh += age < Fresh ? 1 : 0;
            if (age > Abandoned)
            {
                await _settings.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellationToken);
            }
        }

        return fresh;
    }

    /// <summary>Deletes this process's row.</summary>
    public Task WithdrawAsync(CancellationToken cancellationToken) => _settings.DeleteEntityAsync(PartitionKey, _process, ETag.All, cancellationToken);
}
