namespace Reporting.Schedules.Turns;

/// <summary>
/// The legal transitions of a schedule, in one place; idle is null:
/// <code>
///          +--+ next attempt
///          v  |
/// idle -> EXPORTING -> DELIVERING -> idle, with the file's manifest as head
///   |         |  |         | file deleted meanwhile
///   |         |  +-> GAP &lt;-+
///   +---------|----> GAP -> idle, with the gap's manifest as head
///             +-> idle, when the schedule was deleted
/// </code>
/// </summary>
public static class SlotTransitions
{
    /// <summary>Whether a schedule may go from one stage to the other.</summary>
    public static bool IsLegal(SlotStage? from, SlotStage? to) => (from, to) switch
    {
        (null, SlotStage.Exporting or SlotStage.Gap) => true,
        (SlotStage.Exporting, SlotStage.Exporting or SlotStage.Delivering or SlotStage.Gap or null) => true,
        (SlotStage.Delivering, SlotStage.Gap or null) => true,
        (SlotStage.Gap, null) => true,
        _ => false,
    };
}
