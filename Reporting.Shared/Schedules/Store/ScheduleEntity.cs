using System.Text.Json;
using Azure.Data.Tables;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Storage;

namespace Reporting.Schedules.Store;

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
