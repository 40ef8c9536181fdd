using Azure;
using Azure.Data.Tables;
using Reporting.Storage;

namespace Reporting.Schedules.Store;

/// <summary>
/// The schedules in the table <c>schedules</c>, deleted ones too. Every change is one write on the condition that the row is as it was read, and
/// survives a lost answer (<see cref="ConditionalWrites"/>); whoever was too late reads the row again and goes on from what it says.
/// </summary>
public sealed class ScheduleStore(ReportingStorage storage)
{
    private readonly TableClient _table = storage.Tables.GetTableClient(StorageNames.Schedules);

    /// <summary>Adds a schedule; false when there is one of that name.</summary>
    public async Task<bool> AddAsync(Schedule schedule, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return (await ConditionalWrites.InsertAsync(_table, ScheduleEntity.ToEntity(schedule), cancellationToken)).Done;
    }

    /// <summary>Puts <paramref name="next"/> in the place of the version it was made from; false when that is no longer the newest.</summary>
    public async Task<bool> ReplaceAsync(Schedule next, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(next);
        return (await ConditionalWrites.ReplaceAsync(_table, ScheduleEntity.ToEntity(next), next.ETag, cancellationToken)).Done;
    }

    /// <summary>The schedule of this name, deleted or not; null when there never was one.</summary>
    public async Task<Schedule?> FindAsync(string name, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> response = await _table.GetEntityIfExistsAsync<TableEntity>(ScheduleEntity.Partition, name, cancellationToken: cancellationToken);
        return response.HasValue ? ScheduleEntity.FromEntity(response.Value!) : null;
    }

    /// <summary>All schedules by name, deleted ones too.</summary>
    public async Task<IReadOnlyList<Schedule>> ListAsync(CancellationToken cancellationToken)
    {
        var schedules = new List<Schedule>();
        await foreach (TableEntity entity in _table.QueryAsync<TableEntity>($"PartitionKey eq '{ScheduleEntity.Partition}'", cancellationToken: cancellationToken))
        {
            schedules.Add(ScheduleEntity.FromEntity(entity));
        }

        return schedules;
    }
}
