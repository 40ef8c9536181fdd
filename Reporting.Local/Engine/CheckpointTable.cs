using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Reporting.Storage;

namespace Reporting.Local.Engine;

/// <summary>
/// The table <c>localsteps</c>: one row for each export that was started and is not forgotten yet (PartitionKey <c>running</c>, RowKey the
/// job's id), and the result of each of its steps that has ended (PartitionKey the job's id, RowKey the step's key).
/// </summary>
internal sealed class CheckpointTable(ReportingStorage storage)
{
    private const string RunningPartition = "running";
    private readonly TableClient _table = storage.Tables.GetTableClient(StorageNames.LocalSteps);

    /// <summary>Notes that an export is to run. Noting it again changes nothing.</summary>
    public async Task StartAsync(RunningExport export, CancellationToken cancellationToken)
    {
        var row = new TableEntity(RunningPartition, export.JobId) { ["requestedBy"] = export.RequestedBy, ["startedAt"] = export.StartedAt };
        try
        {
            await _table.AddEntityAsync(row, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            // Started before, or by this very call when its first answer was lost.
        }
    }

    /// <summary>The exports that have not ended.</summary>
    public async IAsyncEnumerable<RunningExport> ListRunningAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>($"PartitionKey eq '{RunningPartition}'", cancellationToken: cancellationToken))
        {
            yield return ToRunning(row);
        }
    }

    /// <summary>One export that has not ended, or null.</summary>
    public async Task<RunningExport?> FindRunningAsync(string jobId, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(RunningPartition, jobId, cancellationToken: cancellationToken);
        return row.HasValue ? ToRunning(row.Value!) : null;
    }

    /// <summary>Notes that an export is to be cancelled, for the process that runs it. Does nothing when it has ended.</summary>
    public Task RequestCancelAsync(string jobId, CancellationToken cancellationToken) =>
        MergeRunningAsync(new TableEntity(RunningPartition, jobId) { ["cancelRequested"] = true }, cancellationToken);

    /// <summary>Notes that the engine has given an export up.</summary>
    public Task MarkFailedAsync(string jobId, CancellationToken cancellationToken) =>
        MergeRunningAsync(new TableEntity(RunningPartition, jobId) { ["failed"] = true }, cancellationToken);

    /// <summary>Notes that an export has ended, so that it is not run again, whatever stops its forgetting half way.</summary>
    public Task MarkFinishedAsync(string jobId, CancellationToken cancellationToken) =>
        MergeRunningAsync(new TableEntity(RunningPartition, jobId) { ["finished"] = true }, cancellationToken);

    /// <summary>The results of an export's finished steps, by step key.</summary>
    public async Task<Dictionary<string, string>> LoadAsync(string jobId, CancellationToken cancellationToken)
    {
        var results = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {jobId}"), cancellationToken: cancellationToken))
        {
            results[row.RowKey] = row.GetString("result");
        }

        return results;
    }

    /// <summary>Records a step's result and returns the one that counts: the first that was recorded.</summary>
    public async Task<string> RecordAsync(string jobId, string stepKey, string result, CancellationToken cancellationToken)
    {
        try
        {
            await _table.AddEntityAsync(new TableEntity(jobId, stepKey) { ["result"] = result }, cancellationToken);
            return result;
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            TableEntity row = await _table.GetEntityAsync<TableEntity>(jobId, stepKey, cancellationToken: cancellationToken);
            return row.GetString("result");
        }
    }

    /// <summary>Forgets an export that has ended. Its row goes last: as long as it stands, the next engine goes on with forgetting.</summary>
    public async Task ForgetAsync(string jobId, CancellationToken cancellationToken)
    {
        IAsyncEnumerable<TableEntity> rows = _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {jobId}"), select: RowDeletes.KeyColumns, cancellationToken: cancellationToken);
        await foreach (TableEntity[] batch in rows.Chunk(RowDeletes.MaxRows).WithCancellation(cancellationToken))
        {
            await RowDeletes.DeleteAsync(_table, batch, cancellationToken);
        }

        await _table.DeleteEntityAsync(RunningPartition, jobId, ETag.All, cancellationToken);
    }

    /// <summary>Forgets results of exports that are forgotten: a process that has lost its lease and does not know it yet may record one late.</summary>
    public async Task ForgetStrayResultsAsync(CancellationToken cancellationToken)
    {
        var running = new HashSet<string>(StringComparer.Ordinal);
        var recorded = new HashSet<string>(StringComparer.Ordinal);
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(select: RowDeletes.KeyColumns, cancellationToken: cancellationToken))
        {
            bool isExport = string.Equals(row.PartitionKey, RunningPartition, StringComparison.Ordinal);
            (isExport ? running : recorded).Add(isExport ? row.RowKey : row.PartitionKey);
        }

        foreach (string jobId in recorded.Except(running, StringComparer.Ordinal))
        {
            await ForgetAsync(jobId, cancellationToken);
        }
    }

    private async Task MergeRunningAsync(TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            await _table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            // It has ended.
        }
    }

    private static RunningExport ToRunning(TableEntity row) => new(
        row.RowKey,
        row.GetString("requestedBy"),
        row.GetDateTimeOffset("startedAt")!.Value,
        row.GetBoolean("cancelRequested") ?? false,
        row.GetBoolean("failed") ?? false,
        row.GetBoolean("finished") ?? false,
        row.Timestamp ?? DateTimeOffset.UnixEpoch);
}
