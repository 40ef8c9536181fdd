using Reporting.Exports;

namespace Reporting.Schedules.Turns;

/// <summary>What a schedule asks the exports for.</summary>
internal static class SlotInput
{
    /// <summary>The export of a slot. A window over changes takes events of whatever time.</summary>
    public static ExportInput Of(ScheduleDefinition definition, SlotWork work)
    {
        ExportInput input = Of(definition);
        return work.Over == ScheduleOver.ChangedAt
            ? input with { ChangedSince = work.Since, ChangedUntil = work.Until }
            : input with { Since = work.Since, Until = work.Until };
    }

    private static ExportInput Of(ScheduleDefinition definition) => new()
    {
        Report = definition.Report, Format = definition.Format, Columns = definition.Columns, Filters = definition.Filters,
        Compression = definition.Gzip ? "gzip" : "none", Bom = definition.Bom, SpreadsheetSafe = definition.SpreadsheetSafe,
    };
}
