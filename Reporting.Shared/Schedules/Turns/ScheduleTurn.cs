using Microsoft.Extensions.Options;
using Reporting.Exports;
using Reporting.Schedules.Delivery;
using Reporting.Schedules.Slots;
using Reporting.Schedules.Store;

namespace Reporting.Schedules.Turns;

/// <summary>
/// Brings one schedule as far as it gets now. Each step does what the row says is to be done, which can be done twice, and then writes what
/// follows into the row, on the condition that the row is still the one that was read. So it makes no difference how many processes do this
/// at once, where one of them dies, or which answers are lost: what is not written down is done again, and what is done again changes nothing.
/// </summary>
internal sealed class ScheduleTurn(ScheduleStore store, SlotExporter exporter, SlotDelivery delivery, GapDelivery gaps, IOptions<SchedulesOptions> options, TimeProvider time)
{
    /// <summary>Goes on until nothing is left to do now: no slot is due, or its export runs.</summary>
    /// <param name="schedule">The schedule as it was listed.</param>
    /// <param name="cancellationToken">Stops between two requests; going on later is safe.</param>
    public async Task RunAsync(Schedule schedule, CancellationToken cancellationToken)
    {
        for (Schedule? current = schedule; current is not null; current = await store.FindAsync(current.Name, cancellationToken))
        {
            if (await NextAsync(current, cancellationToken) is not { } next)
            {
                return;
            }

            if (!SlotTransitions.IsLegal(current.Work?.Stage, next.Work?.Stage))
            {
                throw new InvalidOperationException($"A schedule cannot go from {current.Work?.Stage} to {next.Work?.Stage}.");
            }

            // Written by us or by a faster process: the row tells what is to be done next.
            await store.ReplaceAsync(next, cancellationToken);
        }
    }

    /// <summary>Delivers an export that has just succeeded, where a slot still waits for it. Starts nothing: the next slot is the next look's.</summary>
    public async Task DeliverAsync(string name, string exportId, CancellationToken cancellationToken)
    {
        while (await store.FindAsync(name, cancellationToken) is { Work: { } work, IsDeleted: false } schedule
            && string.Equals(work.ExportId, exportId, StringComparison.Ordinal)
            && await NextAsync(schedule, cancellationToken) is { } next)
        {
            await store.ReplaceAsync(next, cancellationToken);
        }
    }

    private async Task<Schedule?> NextAsync(Schedule schedule, CancellationToken cancellationToken) => schedule.Work switch
    {
        { Stage: SlotStage.Exporting } work => await exporter.AdvanceAsync(schedule, work, cancellationToken),
        { Stage: SlotStage.Delivering } work => await delivery.AdvanceAsync(schedule, work, cancellationToken),
        { } work => await gaps.AdvanceAsync(schedule, work, cancellationToken),
        null => SlotDecision.Next(schedule, ExportTime.Truncate(time.GetUtcNow()), options.Value),
    };
}

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
