using Reporting.Activity.Auditing;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Exports.Manifests;

namespace Reporting.Schedules.Delivery;

/// <summary>The manifest of a slot without a file. It follows from the schedule's row alone, so that whoever writes it writes the same.</summary>
internal static class GapManifest
{
    public static Manifest Of(Schedule schedule, SlotWork work)
    {
        bool overChanges = work.Over == ScheduleOver.ChangedAt;
        return new Manifest
        {
            Kind = Manifest.Gap,
            Id = "",
            Report = work.Report,
            Format = work.Format,
            Since = ExportTime.Format(overChanges ? DateTimeOffset.MinValue : work.Since),
            Until = ExportTime.Format(overChanges ? ExportRange.Unbounded : work.Until),
            ChangedSince = overChanges ? ExportTime.Format(work.Since) : null,
            ChangedUntil = overChanges ? ExportTime.Format(work.Until) : null,
            RequestedBy = AuditActor.System.UserId,
            RequestedAt = ExportTime.Format(work.DecidedAt),
            Schedule = new ExportSlot(schedule.Name, work.Slot).ToString(),
            PreviousManifestSha256 = schedule.HeadManifestSha256,
            Reason = $"{work.Reason} The window of the next file begins where the last file's ended, at {ExportTime.Format(work.Since)}.",
        };
    }
}
