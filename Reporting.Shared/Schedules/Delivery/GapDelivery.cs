using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Reporting.Activity.Auditing;
using Reporting.Activity.Records;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Exports.Manifests;
using Reporting.Schedules.Slots;

namespace Reporting.Schedules.Delivery;

/// <summary>Delivers the signed manifest of a slot without a file, so that a file that is not there is accounted for.</summary>
internal sealed class GapDelivery(ScheduledFiles scheduled, IManifestKeys keys, SelfAudit audit, ILogger<GapDelivery> logger)
{
    /// <summary>What becomes of a schedule whose slot is a gap.</summary>
    public async Task<Schedule> AdvanceAsync(Schedule schedule, SlotWork work, CancellationToken cancellationToken)
    {
        BinaryData manifest = await WriteAsync(new BinaryData(GapManifest.Of(schedule, work).ToJson()), work.File, cancellationToken);
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(manifest.ToMemory().Span));
        var slot = new ExportSlot(schedule.Name, work.Slot);
        await audit.RecordAsync(
            AuditedAction.DeliverSchedule, AuditActor.System, AuditOutcome.Failed, $"Delivered no file of schedule {slot}: {work.Reason} Manifest {sha256}",
            work.DecidedAt, new EventKey(EventIds.Gap, $"{schedule.Generation} {slot} {ExportTime.Format(work.DecidedAt)}"), cancellationToken);
        GapDeliveryLog.GapDelivered(logger, schedule.Name, work.Slot, work.Outcome, work.Reason, sha256);
        return SlotEnding.Of(schedule, work, sha256, new SlotResult(work.Slot, work.Outcome, work.Reason, null, work.ExportId.Length > 0 ? work.ExportId : null, null));
    }

    /// <summary>
    /// The signature first, then the manifest, which announces it. Signatures are random and a newer version of this code may write another
    /// manifest, so at the end the signature is made to fit what stands there.
    /// </summary>
    private async Task<BinaryData> WriteAsync(BinaryData content, string file, CancellationToken cancellationToken)
    {
        string name = ScheduledNames.Manifest(file);
        BinaryData? stored = await scheduled.FindAsync(name, cancellationToken);
        if (stored is null)
        {
            await SignAsync(content, file, cancellationToken);
            stored = await scheduled.WriteOnceAsync(name, content, ScheduledFiles.ManifestType, cancellationToken);
        }

        BinaryData? signature = await scheduled.FindAsync(ScheduledNames.Signature(file), cancellationToken);
        if (signature is null || !Fits(signature, stored, await keys.ListAsync(cancellationToken)))
        {
            await SignAsync(stored, file, cancellationToken);
        }

        return stored;
    }

    private static bool Fits(BinaryData signature, BinaryData content, ManifestKeySet known) =>
        DetachedSignature.FindFault(content.ToMemory().Span, signature.ToString(), known) is null;

    private async Task SignAsync(BinaryData content, string file, CancellationToken cancellationToken)
    {
        string signature = await DetachedSignature.SignAsync(content.ToMemory(), keys, cancellationToken);
        await scheduled.WriteAsync(ScheduledNames.Signature(file), BinaryData.FromString(signature), ScheduledFiles.SignatureType, cancellationToken);
    }
}

/// <summary>The manifest of a slot without a file. It follows from the schedule's row alone, so every process writes the same bytes.</summary>
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
            Until = ExportTime.Format(overChanges ? ExportTime.Unbounded : work.Until),
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

/// <summary>What the delivery of gaps logs.</summary>
internal static partial class GapDeliveryLog
{
    [LoggerMessage(6003, LogLevel.Warning, "Schedule {Name}, slot {Slot}: {State}, no file: {Reason} Manifest {Sha256}.")]
    public static partial void GapDelivered(ILogger logger, string name, DateTimeOffset slot, SlotState state, string reason, string? sha256);
}
