namespace Reporting.Schedules.Slots;

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
