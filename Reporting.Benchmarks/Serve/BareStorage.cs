using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Reporting.Activity.Keys;
using Reporting.Activity.Records;
using Reporting.Exports.Jobs;
using Reporting.Rows;
using Reporting.Storage;

namespace Reporting.Benchmarks.Serve;

/// <summary>What a status and a start cost in storage alone: the same rows through the bare SDK, in order, nothing else.</summary>
internal sealed class BareStorage(TableServiceClient tables, TimeProvider time)
{
    private readonly TableClient _exports = tables.GetTableClient(StorageNames.Exports);
    private readonly TableClient _events = tables.GetTableClient(AuditEvents.Table.Name);

    /// <summary>Reads a job's row.</summary>
    public async Task<TableEntity> ReadAsync(string jobId) => await _exports.GetEntityAsync<TableEntity>(ExportJobEntity.Partition, jobId);

    /// <summary>Writes what a start writes: the event as started, the job with its person's row, the event's outcome.</summary>
    public async Task<bool> WriteAsync(TableEntity likeJob, string person)
    {
        DateTimeOffset now = time.GetUtcNow();
        var started = new TableEntity("bare-" + ActivityKeys.Hour(now), Rfc3339.Format(now) + "-" + RandomNumberGenerator.GetHexString(16))
        {
            ["id"] = RandomNumberGenerator.GetHexString(32), ["timestamp"] = Rfc3339.Format(now), ["userId"] = person, ["target"] = "exports", ["action"] = "start.export",
            ["actionType"] = "Create", ["description"] = "Start an export of recipe-runs as CSV", ["outcome"] = "Started", ["sourceAddress"] = "127.0.0.1",
            ["firstIngestedAt"] = Rfc3339.Format(now), ["changedAt"] = Rfc3339.Format(now), ["writeId"] = RandomNumberGenerator.GetHexString(16),
        };
        Response added = await _events.AddEntityAsync(started);
        var job = new TableEntity(likeJob) { PartitionKey = "bare", RowKey = ExportIds.Create(now) };
        await _exports.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, job),
            new(TableTransactionActionType.UpsertReplace, new TableEntity("bare", "~" + person) { ["running"] = job.RowKey }),
        ]);
        started["outcome"] = "Success";
        await _events.UpdateEntityAsync(started, added.Headers.ETag!.Value, TableUpdateMode.Replace);
        return true;
    }
}
