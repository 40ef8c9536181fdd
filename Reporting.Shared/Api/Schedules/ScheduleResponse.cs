using System.ComponentModel.DataAnnotations;
using Reporting.Schedules;
using Reporting.Schedules.Slots;

namespace Reporting.Api.Schedules;

/// <summary>A schedule as the API shows it. What is not known, or was not asked for, is left out.</summary>
public sealed record ScheduleResponse
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the report.</summary>
    public required string Report { get; init; }

    /// <summary>Name of the format.</summary>
    public required string Format { get; init; }

    /// <summary>The columns asked for.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The filters asked for.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Filters { get; init; }

    /// <summary>How the file is compressed.</summary>
    [AllowedValues("gzip", "none")]
    public required string Compression { get; init; }

    /// <summary>CSV: begins with a byte order mark.</summary>
    public required bool Bom { get; init; }

    /// <summary>CSV: text is made harmless for spreadsheets.</summary>
    public required bool SpreadsheetSafe { get; init; }

    /// <summary>When it is due.</summary>
    public required string Cron { get; init; }

    /// <summary>The zone on whose clocks.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Whether a file holds what changed or what happened since the file before.</summary>
    [AllowedValues("changedAt", "eventTime")]
    public required string Over { get; init; }

    /// <summary>Minutes by which a window ends before its slot.</summary>
    public required int LagMinutes { get; init; }

    /// <summary>Whether it is paused.</summary>
    public required bool IsPaused { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was changed last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The next slot; absent when paused.</summary>
    public DateTimeOffset? NextRunAt { get; init; }

    /// <summary>Up to where rows are delivered.</summary>
    public required DateTimeOffset WindowStart { get; init; }

    /// <summary>Lower-case hex SHA-256 of the newest manifest, for <c>verify --head</c>; absent before the first.</summary>
    public string? HeadManifestSha256 { get; init; }

    /// <summary>The slot whose export runs; absent when none does.</summary>
    public ScheduleRunResponse? Running { get; init; }

    /// <summary>The result of the last slot; absent before the first.</summary>
    public ScheduleResultResponse? LastResult { get; init; }
}

/// <summary>All schedules.</summary>
/// <param name="Items">The schedules, by name.</param>
public sealed record ScheduleListResponse(IReadOnlyList<ScheduleResponse> Items);

/// <summary>The result of a slot.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="State">How it ended.</param>
/// <param name="Message">Why there is no file; empty when there is one.</param>
/// <param name="Rows">Rows of the file; absent without one.</param>
/// <param name="ExportId">The slot's last export; absent when there was none.</param>
/// <param name="File">Blob of the file in the container <c>scheduled</c>; absent without one.</param>
public sealed record ScheduleResultResponse(
    DateTimeOffset Slot, [AllowedValues("SUCCESSFUL", "FAILED", "SKIPPED")] string State, string Message, long? Rows, string? ExportId, string? File);

/// <summary>A slot whose export runs or is being delivered.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="ExportId">The export.</param>
/// <param name="Attempt">Which one it is for the slot, from 1.</param>
public sealed record ScheduleRunResponse(DateTimeOffset Slot, string ExportId, int Attempt);

/// <summary>Shows schedules as answers.</summary>
internal static class ScheduleResponses
{
    /// <summary>The answer for a schedule at a time.</summary>
    public static ScheduleResponse Of(Schedule schedule, DateTimeOffset now)
    {
        ScheduleDefinition definition = schedule.Definition;
        return new ScheduleResponse
        {
            Name = schedule.Name,
            Report = definition.Report,
            Format = definition.Format,
            Columns = definition.Columns.Count == 0 ? null : definition.Columns,
            Filters = definition.Filters.Count == 0 ? null : definition.Filters,
            Compression = definition.Gzip ? "gzip" : "none",
            Bom = definition.Bom,
            SpreadsheetSafe = definition.SpreadsheetSafe,
            Cron = definition.Cron,
            TimeZone = definition.TimeZone,
            Over = ScheduleNames.Over[(int)definition.Over],
            LagMinutes = definition.LagMinutes,
            IsPaused = definition.IsPaused,
            CreatedBy = schedule.CreatedBy,
            CreatedAt = schedule.CreatedAt,
            UpdatedAt = schedule.UpdatedAt,
            NextRunAt = SlotCalendar.FindNext(schedule, now),
            WindowStart = schedule.WindowStart,
            HeadManifestSha256 = schedule.HeadManifestSha256,
            Running = schedule.Work is { Stage: not SlotStage.Gap } work ? new ScheduleRunResponse(work.Slot, work.ExportId, work.Attempt) : null,
            LastResult = schedule.LastResult is { } last
                ? new ScheduleResultResponse(last.Slot, ScheduleNames.States[(int)last.State], last.Message, last.Rows, last.ExportId, last.File)
                : null,
        };
    }
}
