using Azure;
using Azure.Data.Tables;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Storage;

namespace Reporting.Schedules.Store;

/// <summary>
/// The schedules in the table <c>schedules</c>, deleted ones too. Every change is one write on the condition that the row is as it was read, and
/// survives a lost answer (<see cref="ConditionalWrites"/>); the slower writer reads the row again and continues from its state.
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

    /// <summary>The schedule of this name, unless it is deleted; null when there is none.</summary>
    public async Task<Schedule?> FindActiveAsync(string name, CancellationToken cancellationToken) =>
        ScheduleNames.IsValid(name) && await FindAsync(name, cancellationToken) is { IsDeleted: false } schedule ? schedule : null;

    /// <summary>All schedules by name, without the deleted ones.</summary>
    public async Task<IReadOnlyList<Schedule>> ListActiveAsync(CancellationToken cancellationToken) =>
        [.. (await ListAsync(cancellationToken)).Where(schedule => !schedule.IsDeleted)];

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

/// <summary>A schedule as a row of the table <c>schedules</c> and back.</summary>
internal static class ScheduleEntity
{
    /// <summary>All schedules stand in one partition, by name.</summary>
    public const string Partition = "schedule";

    public static TableEntity ToEntity(Schedule schedule)
    {
        var entity = new TableEntity(Partition, schedule.Name)
        {
            ["definition"] = JsonSerializer.Serialize(schedule.Definition, SchedulesJson.Default.ScheduleDefinition),
            ["generation"] = schedule.Generation,
            ["isDeleted"] = schedule.IsDeleted,
            ["createdBy"] = schedule.CreatedBy,
            ["createdAt"] = ExportTime.Format(schedule.CreatedAt),
            ["updatedAt"] = ExportTime.Format(schedule.UpdatedAt),
            ["slotsAfter"] = ExportTime.Format(schedule.SlotsAfter),
            ["windowStart"] = ExportTime.Format(schedule.WindowStart),
            [ConditionalWrites.WriteId] = schedule.WriteId,
        };
        ExportJobEntity.AddOptional(entity, "headManifestSha256", schedule.HeadManifestSha256);
        ExportJobEntity.AddOptional(entity, "work", schedule.Work is null ? null : JsonSerializer.Serialize(schedule.Work, SchedulesJson.Default.SlotWork));
        ExportJobEntity.AddOptional(entity, "lastResult", schedule.LastResult is null ? null : JsonSerializer.Serialize(schedule.LastResult, SchedulesJson.Default.SlotResult));
        return entity;
    }

    public static Schedule FromEntity(TableEntity entity) => new()
    {
        Name = entity.RowKey,
        Definition = JsonSerializer.Deserialize(entity.GetString("definition"), SchedulesJson.Default.ScheduleDefinition)!,
        Generation = entity.GetString("generation"),
        IsDeleted = entity.GetBoolean("isDeleted") ?? false,
        CreatedBy = entity.GetString("createdBy"),
        CreatedAt = ExportTime.ParseRequired(entity.GetString("createdAt")),
        UpdatedAt = ExportTime.ParseRequired(entity.GetString("updatedAt")),
        SlotsAfter = ExportTime.ParseRequired(entity.GetString("slotsAfter")),
        WindowStart = ExportTime.ParseRequired(entity.GetString("windowStart")),
        HeadManifestSha256 = entity.GetString("headManifestSha256"),
        Work = entity.GetString("work") is { } work ? JsonSerializer.Deserialize(work, SchedulesJson.Default.SlotWork) : null,
        LastResult = entity.GetString("lastResult") is { } result ? JsonSerializer.Deserialize(result, SchedulesJson.Default.SlotResult) : null,
        WriteId = entity.GetString(ConditionalWrites.WriteId),
        ETag = entity.ETag,
    };
}
