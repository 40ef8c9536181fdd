using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using Reporting.Exports.Jobs;
using Reporting.Storage;

namespace Reporting.Exports.Requests;

/// <summary>
/// Keeps each person's running exports within a limit, also when many are started at once: beside the jobs stands one row a person with the
/// ids of those that were running, and a job is written in one transaction with the row that names it, under the row's ETag.
/// </summary>
/// <remarks>
/// An id is not removed when its job ends. The jobs are looked up when the row is full, so a start costs one read and one write, and
/// a job that has vanished or is stuck for days counts no longer.
/// </remarks>
public sealed class RunningExports(ReportingStorage storage, ExportJobStore jobs, IOptions<ExportsOptions> options, TimeProvider time)
{
    private const string Property = "running";
    private const int ReadsAtOnce = 32;

    /// <summary>A job older than this is not counted: the reaper has it by then.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromDays(7);
    private readonly TableClient _table = storage.Tables.GetTableClient(StorageNames.Exports);

    /// <summary>Room for another job of the person, or null when there is none. Scheduled exports are not counted and always have room.</summary>
    public async Task<ExportRoom?> FindRoomAsync(ExportStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        return start.Schedule is null ? await FindRoomAsync(start.RequestedBy, cancellationToken) : new ExportRoom(null, []);
    }

    /// <summary>Adds a job in the room found before, or found again when another request was faster; null when there is no room left. Not won when there is a job of that id.</summary>
    public async Task<ExportChange?> AddAsync(ExportJob job, ExportRoom room, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (job.Schedule is not null)
        {
            return await jobs.AddAsync(job, cancellationToken);
        }

        for (ExportRoom? found = room; found is not null; found = await FindRoomAsync(job.RequestedBy, cancellationToken))
        {
            var row = new TableEntity(ExportJobEntity.Partition, RowKeyOf(job.RequestedBy)) { [Property] = string.Join(' ', [.. found.JobIds, job.Id]) };
            TableTransactionAction write = found.ETag is { } etag ? new(TableTransactionActionType.UpdateReplace, row, etag) : new(TableTransactionActionType.Add, row);
            ExportChange added = await jobs.AddAsync(job, write, cancellationToken);
            if (added.Won || added.Job is not null)
            {
                return added;
            }
        }

        return null;
    }

    private async Task<ExportRoom?> FindRoomAsync(string requestedBy, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> stored = await _table.GetEntityIfExistsAsync<TableEntity>(ExportJobEntity.Partition, RowKeyOf(requestedBy), cancellationToken: cancellationToken);
        if (!stored.HasValue)
        {
            return new ExportRoom(null, []);
        }

        int max = options.Value.MaxRunningPerUser;
        string[] ids = stored.Value!.GetString(Property).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (ids.Length >= max)
        {
            ids = await StillRunningAsync(ids, cancellationToken);
        }

        return ids.Length < max ? new ExportRoom(stored.Value.ETag, ids) : null;
    }

    private async Task<string[]> StillRunningAsync(string[] ids, CancellationToken cancellationToken)
    {
        DateTimeOffset since = time.GetUtcNow() - LongestRun;
        var running = new List<string>();
        foreach (string[] some in ids.Chunk(ReadsAtOnce))
        {
            ExportJob?[] found = await Task.WhenAll(some.Select(id => jobs.FindAsync(id, cancellationToken)));
            running.AddRange(found.OfType<ExportJob>().Where(job => ExportTransitions.IsRunning(job.State) && job.CreatedAt >= since).Select(job => job.Id));
        }

        return [.. running];
    }

    // A name may hold characters that a key may not.
    private static string RowKeyOf(string requestedBy) => ExportJobEntity.PersonKeyPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(requestedBy)));
}

/// <summary>Room for a job: the person's row of running exports as it was read, without those that have ended.</summary>
/// <param name="ETag">Its version; null when there is no row yet.</param>
/// <param name="JobIds">Ids of jobs that may be running.</param>
public sealed record ExportRoom(ETag? ETag, IReadOnlyList<string> JobIds);
