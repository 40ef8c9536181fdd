using Reporting.Schedules;
using Reporting.Schedules.Requests;

namespace Reporting.Api.Schedules;

/// <summary>Shows schedules as answers.</summary>
internal static class ScheduleAnswers
{
    /// <summary>The answer for a schedule at a time.</summary>
    public static ScheduleAnswer Of(Schedule schedule, DateTimeOffset now)
    {
        ScheduleDefinition definition = schedule.Definition;
        return new ScheduleAnswer
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
            NextRunAt = schedule.FindNextSlot(now),
            WindowStart = schedule.WindowStart,
            HeadManifestSha256 = schedule.HeadManifestSha256,
            Running = schedule.Work is { Stage: not SlotStage.Gap } work ? new ScheduleRunAnswer(work.Slot, work.ExportId, work.Attempt) : null,
            LastResult = schedule.LastResult is { } last
                ? new ScheduleResultAnswer(last.Slot, ScheduleNames.States[(int)last.State], last.Message, last.Rows, last.ExportId, last.File)
                : null,
        };
    }
}
