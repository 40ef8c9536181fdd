using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Reporting.Storage;

namespace Reporting.Exports.Jobs;

/// <summary>
/// The jobs in the table <c>exports</c>. Every change is one ETag-conditional write that survives a lost answer (see
/// <see cref="ConditionalWrites"/>), so of several who bring a job to another state exactly one wins and the others know that they lost.
/// </summary>
public sealed class ExportJobStore(ReportingStorage storage)
{
    private readonly TableClient _table = storage.Tables.GetTableClient(StorageNames.Exports);

    /// <summary>Adds a job. Not won when there is one of that id; the job is then the one that is there.</summary>
    public async Task<ExportChange> AddAsync(ExportJob job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        TableEntity entity = ExportJobEntity.ToEntity(job);
        return Added(job, entity, await ConditionalWrites.InsertAsync(_table, entity, cancellationToken));
    }

    /// <summary>The same in one transaction with another write; not won, and without a job, when that one's condition does not hold.</summary>
    internal async Task<ExportChange> AddAsync(ExportJob job, TableTransactionAction other, CancellationToken cancellationToken)
    {
        TableEntity entity = ExportJobEntity.ToEntity(job);
        return Added(job, entity, await ConditionalWrites.InsertTogetherAsync(_table, entity, other, cancellationToken));
    }

    /// <summary>The job of this id, or null.</summary>
    public async Task<ExportJob?> FindAsync(string id, CancellationToken cancellationToken) =>
        ExportIds.IsValid(id) && await _table.GetEntityIfExistsAsync<TableEntity>(ExportJobEntity.Partition, id, cancellationToken: cancellationToken) is { HasValue: true } row
            ? ExportJobEntity.FromEntity(row.Value!)
            : null;

    /// <summary>Brings a job to another state, with what goes with it; not won when the transition is not legal from where the job is.</summary>
    public Task<ExportChange> TransitionAsync(string id, ExportState to, Func<ExportJob, ExportJob> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        return UpdateAsync(id, job => ExportTransitions.IsLegal(job.State, to) ? change(job) with { State = to } : null, cancellationToken);
    }

    /// <summary>Changes a job by what <paramref name="change"/> makes of its latest version; null from it means that there is nothing to change.</summary>
    public async Task<ExportChange> UpdateAsync(string id, Func<ExportJob, ExportJob?> change, CancellationToken cancellationToken) =>
        await ChangeAsync(await FindAsync(id, cancellationToken), change, cancellationToken);

    /// <summary>The same for a job that has been read: the row is read again only when another writer was faster.</summary>
    public async Task<ExportChange> UpdateAsync(ExportJob seen, Func<ExportJob, ExportJob?> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return await ChangeAsync(seen.ETag == default ? await FindAsync(seen.Id, cancellationToken) : seen, change, cancellationToken);
    }

    /// <summary>A page of jobs, newest first.</summary>
    /// <exception cref="ArgumentException">The continuation token is not one of ours.</exception>
    public async Task<ExportPage> ListAsync(ExportListQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.ContinuationToken is { } token && !ExportIds.IsValid(token))
        {
            throw new ArgumentException("Not a continuation token of this list.", nameof(query));
        }

        int size = Math.Clamp(query.PageSize, 1, 1000);
        var jobs = new List<ExportJob>(size);
        AsyncPageable<TableEntity> entities = _table.QueryAsync<TableEntity>(ExportListFilter.Of(query), Math.Min(size + 1, 1000), cancellationToken: cancellationToken);
        await foreach (TableEntity entity in entities)
        {
            ExportJob job = ExportJobEntity.FromEntity(entity);
            if (query.RequestedBy is not null && !string.Equals(job.RequestedBy, query.RequestedBy, StringComparison.OrdinalIgnoreCase))
            {
                continue; // The service compares ordinally, so its part is only a beginning.
            }

            if (jobs.Count == size)
            {
                return new ExportPage(jobs, jobs[^1].Id);
            }

            jobs.Add(job);
        }

        return new ExportPage(jobs, null);
    }

    /// <summary>All jobs of a list, newest first, a page at a time; the next page is read when the one before has been dealt with.</summary>
    /// <exception cref="ArgumentException">The continuation token to begin behind is not one of ours.</exception>
    public async IAsyncEnumerable<ExportJob> ListAllAsync(ExportListQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ExportPage page;
        do
        {
            page = await ListAsync(query, cancellationToken);
            foreach (ExportJob job in page.Jobs)
            {
                yield return job;
            }

            query = query with { ContinuationToken = page.ContinuationToken };
        }
        while (page.ContinuationToken is not null);
    }

    /// <summary>Removes a job's row, whatever it holds; for retention, after its files are gone.</summary>
    public Task DeleteAsync(string id, CancellationToken cancellationToken) =>
        _table.DeleteEntityAsync(ExportJobEntity.Partition, id, ETag.All, cancellationToken);

    private static ExportChange Added(ExportJob job, TableEntity entity, ConditionalWrite write) =>
        write.Done ? new ExportChange(true, AsWritten(job, entity, write)) : new ExportChange(false, Stored(write));

    private static ExportJob AsWritten(ExportJob job, TableEntity entity, ConditionalWrite write) =>
        job with { ETag = write.ETag, WriteId = entity.GetString(ConditionalWrites.WriteId) };

    private static ExportJob? Stored(ConditionalWrite write) => write.Stored is null ? null : ExportJobEntity.FromEntity(write.Stored);

    private async Task<ExportChange> ChangeAsync(ExportJob? current, Func<ExportJob, ExportJob?> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        while (current is not null)
        {
            if (change(current) is not { } next)
            {
                return new ExportChange(false, current);
            }

            if (next.State != current.State && !ExportTransitions.IsLegal(current.State, next.State))
            {
                throw new InvalidOperationException($"An export cannot go from {current.State} to {next.State}.");
            }

            TableEntity replacement = ExportJobEntity.ToEntity(next);
            ConditionalWrite write = await ConditionalWrites.ReplaceAsync(_table, replacement, current.ETag, cancellationToken);
            if (write.Done)
            {
                return new ExportChange(true, AsWritten(next, replacement, write));
            }

            current = Stored(write);
        }

        return new ExportChange(false, null);
    }
}
