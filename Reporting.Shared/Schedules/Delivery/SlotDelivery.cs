using Microsoft.Extensions.Logging;
using Reporting.Activity.Auditing;
using Reporting.Activity.Records;
using Reporting.Exports;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Schedules.Slots;

namespace Reporting.Schedules.Delivery;

/// <summary>
/// Delivers a slot's file into the container <c>scheduled</c>: the file, then the signature, then the manifest that announces both, each once. Only then
/// does the schedule go on, with the manifest as head of its chain.
/// </summary>
internal sealed class SlotDelivery(ExportJobStore jobs, ExportFiles files, ScheduledFiles scheduled, SelfAudit audit, TimeProvider time, ILogger<SlotDelivery> logger)
{
    /// <summary>What becomes of a schedule whose slot is being delivered; null while the file is being copied.</summary>
    public async Task<Schedule?> AdvanceAsync(Schedule schedule, SlotWork work, CancellationToken cancellationToken)
    {
        string what = $"{work.Report} as {work.Format} of schedule {new ExportSlot(schedule.Name, work.Slot)}";
        var key = new EventKey(EventIds.Deliver, work.ExportId);
        await audit.BeginAsync(AuditedAction.DeliverSchedule, AuditActor.System, "Deliver " + what, cancellationToken, work.DecidedAt, key);
        CopyOutcome outcome = await DeliverAsync(work, cancellationToken);
        if (outcome == CopyOutcome.Pending)
        {
            return null;
        }

        if (outcome == CopyOutcome.SourceGone)
        {
            await audit.RecordAsync(
                AuditedAction.DeliverSchedule, AuditActor.System, AuditOutcome.Failed, $"Did not deliver {what}: its file is gone", work.DecidedAt, key, cancellationToken);
            return schedule with { Work = SlotDecision.Gap(schedule, work, SlotState.Failed, "The file was deleted before it was delivered.", ExportTime.Truncate(time.GetUtcNow())) };
        }

        await audit.RecordAsync(
            AuditedAction.DeliverSchedule, AuditActor.System, AuditOutcome.Success, FormattableString.Invariant($"Delivered {what}: {work.Rows} rows, manifest {work.ManifestSha256}"),
            work.DecidedAt, key, cancellationToken);
        SlotDeliveryLog.Delivered(logger, schedule.Name, work.Slot, work.File, work.Rows, work.ManifestSha256);
        return SlotEnding.Of(schedule, work, work.ManifestSha256!, new SlotResult(work.Slot, SlotState.Successful, "", work.Rows, work.ExportId, work.File));
    }

    private async Task<CopyOutcome> DeliverAsync(SlotWork work, CancellationToken cancellationToken)
    {
        ExportJob? job = await jobs.FindAsync(work.ExportId, cancellationToken);
        BinaryData? manifest = await files.FindAsync(ExportNames.Manifest(work.ExportId), cancellationToken);
        BinaryData? signature = await files.FindAsync(ExportNames.Signature(work.ExportId), cancellationToken);
        if (job is null || manifest is null || signature is null)
        {
            // What was delivered before they went is whole when its manifest stands there, for that is written last.
            return await scheduled.FindAsync(ScheduledNames.Manifest(work.File), cancellationToken) is null ? CopyOutcome.SourceGone : CopyOutcome.Done;
        }

        CopyOutcome copied = await FileCopy.CopyAsync(files.Blob(job.FileName), scheduled.Blob(work.File), work.ExportId, cancellationToken);
        if (copied == CopyOutcome.Done)
        {
            await scheduled.WriteOnceAsync(ScheduledNames.Signature(work.File), signature, ScheduledFiles.SignatureType, cancellationToken);
            await scheduled.WriteOnceAsync(ScheduledNames.Manifest(work.File), manifest, ScheduledFiles.ManifestType, cancellationToken);
        }

        return copied;
    }
}

/// <summary>What the delivery of files logs.</summary>
internal static partial class SlotDeliveryLog
{
    [LoggerMessage(6002, LogLevel.Information, "Schedule {Name}, slot {Slot}: delivered {File} with {Rows} rows, manifest {Sha256}.")]
    public static partial void Delivered(ILogger logger, string name, DateTimeOffset slot, string? file, long? rows, string? sha256);
}
