using Azure;
using Azure.Data.Tables;
using Reporting.Exports.Jobs;
using Reporting.Formats.Compression;
using Reporting.Storage;

namespace Reporting.Exports.Slices;

/// <summary>
/// What the executions of slices wrote, in the table <c>exportslices</c>: PartitionKey the job, RowKey
/// <c>{slice:D4}-{part:D4}-{attempt}</c>, and the same with <c>-so-far</c> behind it while one is at work. Two rows, so that a late
/// note of progress never overwrites a result.
/// </summary>
public sealed class SliceStore(ReportingStorage storage)
{
    private const string SoFar = "-so-far";

    private readonly TableClient _table = storage.Tables.GetTableClient(StorageNames.ExportSlices);

    /// <summary>Writes a row; writing it again changes nothing.</summary>
    public Task WriteAsync(string jobId, SliceRow row, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        return _table.UpsertEntityAsync(ToEntity(jobId, row), TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>The finished rows of the parts that lead to these last ones, slice by slice, each slice's parts in their order.</summary>
    /// <exception cref="InvalidDataException">One is missing.</exception>
    public async Task<IReadOnlyList<SliceRow>> ReadAsync(string jobId, IReadOnlyList<SlicePart> lastParts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lastParts);
        Dictionary<string, SliceRow> rows = (await ReadAllAsync(jobId, cancellationToken))
            .Where(row => row.Done)
            .ToDictionary(KeyOf, StringComparer.Ordinal);
        return [.. lastParts.SelectMany(last => LeadingTo(last).Reverse())];

        IEnumerable<SliceRow> LeadingTo(SlicePart last)
        {
            string? attempt = last.Attempt;
            for (int part = last.Part; part >= 0; part--)
            {
                string key = SlicePartJsonConverter.KeyOf(last.Slice, part, attempt ?? "");
                SliceRow row = rows.TryGetValue(key, out SliceRow? found) ? found : throw new InvalidDataException($"Part {key} of export {jobId} has no row.");
                attempt = row.PreviousAttempt;
                yield return row;
            }
        }
    }

    /// <summary>Every row of a job.</summary>
    public async Task<IReadOnlyList<SliceRow>> ReadAllAsync(string jobId, CancellationToken cancellationToken) =>
        await _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {jobId}"), cancellationToken: cancellationToken)
            .Select(FromEntity).ToListAsync(cancellationToken);

    /// <summary>When a row of the job was last written, by the service's clock, UTC; null when it has none.</summary>
    public async Task<DateTimeOffset?> FindLastWriteAsync(string jobId, CancellationToken cancellationToken) =>
        await _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {jobId}"), select: ["Timestamp"], cancellationToken: cancellationToken)
            .Select(row => row.Timestamp).MaxAsync(cancellationToken: cancellationToken);

    /// <summary>Deletes every row of a job; for retention.</summary>
    public async Task DeleteAllAsync(string jobId, CancellationToken cancellationToken)
    {
        AsyncPageable<TableEntity> rows = _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {jobId}"), select: RowDeletes.KeyColumns, cancellationToken: cancellationToken);
        await foreach (TableEntity[] batch in rows.Chunk(RowDeletes.MaxRows).WithCancellation(cancellationToken))
        {
            await RowDeletes.DeleteAsync(_table, batch, cancellationToken);
        }
    }

    private static string KeyOf(SliceRow row) => SlicePartJsonConverter.KeyOf(row.Slice, row.Part, row.Attempt);

    private static TableEntity ToEntity(string jobId, SliceRow row)
    {
        var entity = new TableEntity(jobId, row.Done ? KeyOf(row) : KeyOf(row) + SoFar)
        {
            ["done"] = row.Done,
            ["rows"] = ExportJobEntity.Number(row.Rows),
            ["bytes"] = ExportJobEntity.Number(row.Bytes),
            ["blocks"] = row.Blocks,
            ["sha256"] = row.Sha256,
            ["commitsWithoutRun"] = ExportJobEntity.Number(row.CommitsWithoutRun),
        };
        if (row.Checksum is { } checksum)
        {
            entity["plainCrc32"] = ExportJobEntity.Number(checksum.Crc32);
            entity["plainBytes"] = ExportJobEntity.Number(checksum.Length);
        }

        ExportJobEntity.AddOptional(entity, "firstEventAt", row.FirstEventAt);
        ExportJobEntity.AddOptional(entity, "lastEventAt", row.LastEventAt);
        ExportJobEntity.AddOptional(entity, "cursor", row.Cursor);
        ExportJobEntity.AddOptional(entity, "previousAttempt", row.PreviousAttempt);
        return entity;
    }

    private static SliceRow FromEntity(TableEntity entity)
    {
        string[] key = entity.RowKey.Split('-', 4);
        return new SliceRow
        {
            Slice = int.Parse(key[0], CultureInfo.InvariantCulture),
            Part = int.Parse(key[1], CultureInfo.InvariantCulture),
            Attempt = key[2],
            Done = entity.GetBoolean("done") ?? false,
            Rows = ExportJobEntity.ReadNumber(entity, "rows"),
            Bytes = ExportJobEntity.ReadNumber(entity, "bytes"),
            Blocks = (int)ExportJobEntity.ReadNumber(entity, "blocks"),
            Sha256 = entity.GetString("sha256") ?? "",
            CommitsWithoutRun = ExportJobEntity.ReadNumber(entity, "commitsWithoutRun"),
            Checksum = entity.ContainsKey("plainCrc32")
                ? new GzipChecksum((uint)ExportJobEntity.ReadNumber(entity, "plainCrc32"), ExportJobEntity.ReadNumber(entity, "plainBytes"))
                : null,
            FirstEventAt = entity.GetString("firstEventAt"),
            LastEventAt = entity.GetString("lastEventAt"),
            Cursor = entity.GetString("cursor"),
            PreviousAttempt = entity.GetString("previousAttempt"),
        };
    }
}
