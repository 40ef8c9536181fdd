using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Reporting.Storage;

namespace Reporting.Exports.Jobs;

/// <summary>
/// Keeps each person's running exports within a limit, also when many are started at once: beside the jobs stands one row a person with the
/// ids of those that were running, and a job is written in one transaction with the row that names it, under the row's ETag.
/// </summary>
/// <remarks>
/// An id is not removed when its job ends. The jobs are looked up when the row is full, so a start costs one read and one write, and
/// a job that has vanished or is stuck for days counts no longer.
/// </remarks>
public sealed class RunningExports(ReportingStorage storage, ExportJobStore jobs, TimeProvider time)
{
    /// <summary>What the keys of these rows begin with; it sorts behind every job's id.</summary>
    public const string RowKeyPrefix = "~";

    private const string Property = "running";
    private const int ReadsAtOnce = 32;

    /// <summary>A job older than this is not counted: the reaper has it by then.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromDays(7);
    private readonly TableClient _table = storage.Tables.GetTableClient(StorageNames.Exports);

    /// <summary>The person's row when it has room for another job, else null.</summary>
    public async Task<RunningExportsRow?> FindRoomAsync(string requestedBy, int most, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> stored = await _table.GetEntityIfExistsAsync<TableEntity>(ExportJobEntity.Partition, RowKeyOf(requestedBy), cancellationToken: cancellationToken);
        if (!stored.HasValue)
        {
            return new RunningExportsRow(null, []);
        }

        string[] ids = stored.Value!.GetString(Property).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (ids.Length >= most)
        {
            ids = await StillRunningAsync(ids, cancellationToken);
        }

        return ids.Length < most ? new RunningExportsRow(stored.Value.ETag, ids) : null;
    }

    /// <summary>Adds a job in the room found before, or found again when another request was faster; null when there is no room left. Not won when there is a job of that id.</summary>
    public async Task<ExportChange?> AddAsync(ExportJob job, RunningExportsRow? room, int most, CancellationToken cancellationToken)
    {
        while (room is not null)
        {
            var row = new TableEntity(ExportJobEntity.Partition, RowKeyOf(job.RequestedBy)) { [Property] = string.Join(' ', [.. room.JobIds, job.Id]) };
            TableTransactionAction write = room.ETag is { } etag ? new(TableTransactionActionType.UpdateReplace, row, etag) : new(TableTransactionActionType.Add, row);
            ExportChange added = await jobs.AddAsync(job, write, cancellationToken);
            if (added.Won || added.Job is not null)
            {
                return added;
            }

            room = await FindRoomAsync(job.RequestedBy, most, cancellationToken);
        }

        return null;
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
    private static string RowKeyOf(string requestedBy) => RowKeyPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(requestedBy)));
}

/// <summary>A person's row of running exports as it was read, without those that have ended.</summary>
/// <param name="ETag">Its version; null when there is no row yet.</param>
/// <param name="JobIds">Ids of jobs that may be running.</param>
public sealed record RunningExportsRow(ETag? ETag, IReadOnlyList<string> JobIds);

/// <summary>For what a scheduled export is made; its text stands in the job and in the manifest (<c>schedule</c>).</summary>
/// <param name="Schedule">The schedule's name.</param>
/// <param name="Slot">The instant at which it was due, UTC.</param>
/// <example><c>daily-usage/2026-11-28T02:00:00.000Z</c>.</example>
public sealed record ExportSlot(string Schedule, DateTimeOffset Slot)
{
    private const char Separator = '/';

    /// <summary>The slot of such a text, or null.</summary>
    public static ExportSlot? Find(string? text)
    {
        int at = text?.IndexOf(Separator, StringComparison.Ordinal) ?? -1;
        return at > 0 && Rows.Rfc3339.TryParse(text.AsSpan(at + 1), out DateTimeOffset slot) ? new ExportSlot(text![..at], slot) : null;
    }

    /// <summary>The text.</summary>
    public override string ToString() => $"{Schedule}{Separator}{ExportTime.Format(Slot)}";
}
