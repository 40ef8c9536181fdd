using Reporting.Exports.Jobs;
using Reporting.Reports.Definitions;

namespace Reporting.Schedules.Slots;

/// <summary>Decides what a schedule does about its slots. Pure: what comes out is written into the row before anything is done.</summary>
internal static class SlotDecision
{
    /// <summary>
    /// The schedule with its next due slot in work, or null when none is due at <paramref name="now"/>. Of missed slots the newest
    /// <see cref="SchedulesOptions.MaxCatchUpSlots"/> are exported; older ones are skipped, each with a manifest that says so.
    /// </summary>
    public static Schedule? Next(Schedule schedule, DateTimeOffset now, SchedulesOptions options)
    {
        if (schedule.IsDeleted || schedule.Definition.IsPaused)
        {
            return null;
        }

        DateTimeOffset[] due = [.. SlotCalendar.Of(schedule.Definition).Between(schedule.SlotsAfter, now).Take(options.MaxCatchUpSlots + 1)];
        if (due.Length == 0)
        {
            return null;
        }

        SlotWork work = Export(schedule, due[0], now);
        return schedule with
        {
            Work = due.Length <= options.MaxCatchUpSlots
                ? work
                : Gap(schedule, work with { Attempt = 0, ExportId = "" }, SlotState.Skipped, MissedReason(options.MaxCatchUpSlots), now),
        };
    }

    /// <summary>The same slot with its next export.</summary>
    public static SlotWork Again(Schedule schedule, SlotWork work, DateTimeOffset now) =>
        work with { Attempt = work.Attempt + 1, DecidedAt = now, ExportId = IdOf(schedule, work.Slot, work.Attempt + 1, now) };

    /// <summary>The slot without a file.</summary>
    public static SlotWork Gap(Schedule schedule, SlotWork work, SlotState outcome, string reason, DateTimeOffset now) => work with
    {
        Stage = SlotStage.Gap, Outcome = outcome, Reason = reason, DecidedAt = now, Rows = 0, ManifestSha256 = null, WindowEnd = null,
        File = ScheduledNames.Gap(schedule.Name, work.Slot, ReportCatalogue.Find(work.Report)),
    };

    private static SlotWork Export(Schedule schedule, DateTimeOffset slot, DateTimeOffset now)
    {
        DateTimeOffset until = slot.AddMinutes(-schedule.Definition.LagMinutes);
        return new SlotWork
        {
            Stage = SlotStage.Exporting, Slot = slot, Attempt = 1, DecidedAt = now, Since = schedule.WindowStart,
            Until = until > schedule.WindowStart ? until : schedule.WindowStart, Over = schedule.Definition.Over,
            Report = schedule.Definition.Report, Format = schedule.Definition.Format, ExportId = IdOf(schedule, slot, 1, now),
        };
    }

    // The id begins with the time of the request, as every job's does (lists go by it); that stands in the row beside the id.
    private static string IdOf(Schedule schedule, DateTimeOffset slot, int attempt, DateTimeOffset now) => ExportIds.CreateFor(
        now, string.Create(CultureInfo.InvariantCulture, $"{schedule.Generation} {new ExportSlot(schedule.Name, slot)} {attempt}"));

    private static string MissedReason(int most) =>
        string.Create(CultureInfo.InvariantCulture, $"Skipped: the schedule was not looked at in time, and more than {most} later slots are due (Schedules:MaxCatchUpSlots).");
}

/// <summary>A slot is dealt with: its manifest stands in the container and becomes the head of the chain.</summary>
internal static class SlotEnding
{
    /// <summary>The schedule without work. A delivered file moves the window's start, unless a user has set it in the meantime.</summary>
    public static Schedule Of(Schedule schedule, SlotWork work, string manifestSha256, SlotResult result) => schedule with
    {
        Work = null,
        HeadManifestSha256 = manifestSha256,
        SlotsAfter = work.Slot > schedule.SlotsAfter ? work.Slot : schedule.SlotsAfter,
        WindowStart = work.WindowEnd is { } end && schedule.WindowStart == work.Since ? end : schedule.WindowStart,
        LastResult = result,
    };
}
