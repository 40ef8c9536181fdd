using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reporting.Activity.Auditing;
using Reporting.Exports;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Manifests;
using Reporting.Exports.Requests;
using Reporting.Schedules.Slots;

namespace Reporting.Schedules.Turns;

/// <summary>Starts the export of a slot, looks at it, and decides what follows from how it ended.</summary>
internal sealed class SlotExporter(
    ExportJobStore jobs, ExportIntake intake, ExportWithdrawal withdrawal, ExportFiles files, SelfAudit audit, IOptions<SchedulesOptions> options, TimeProvider time, ILogger<SlotExporter> logger)
{
    /// <summary>What becomes of a schedule whose slot is being exported; null while the export runs.</summary>
    public async Task<Schedule?> AdvanceAsync(Schedule schedule, SlotWork work, CancellationToken cancellationToken)
    {
        ExportJob? job = await jobs.FindAsync(work.ExportId, cancellationToken);
        if (schedule.IsDeleted)
        {
            await CancelAsync(schedule.Name, job, cancellationToken);
            return schedule with { Work = null };
        }

        if (job is null or { State: ExportState.Queued })
        {
            ExportStartResult started = await StartAsync(schedule, work, cancellationToken);
            if (started.Outcome == ExportStartOutcome.Invalid)
            {
                return Gap(schedule, work, "The export was refused: " + string.Join(' ', started.Problems.Select(problem => $"{problem.Field}: {problem.Message}")));
            }

            job = await jobs.FindAsync(work.ExportId, cancellationToken);
        }

        return job?.State switch
        {
            ExportState.Successful => await DeliverAsync(schedule, work, job, cancellationToken),
            ExportState.Failed when work.Attempt < options.Value.MaxAttempts => Again(schedule, work),
            ExportState.Failed => Gap(schedule, work, FormattableString.Invariant($"The export failed {work.Attempt} times. The last time: {job.StateMessage}")),
            ExportState.Canceled => Gap(schedule, work, "The export was cancelled. " + job.StateMessage),
            ExportState.Expired => Gap(schedule, work, "The file was deleted before it was delivered. " + job.StateMessage),
            _ => null,
        };
    }

    /// <summary>Cancels a job that a deleted schedule has left, if it still runs.</summary>
    public async Task CancelAsync(string schedule, ExportJob? job, CancellationToken cancellationToken)
    {
        if (job is null || !ExportTransitions.IsRunning(job.State))
        {
            return;
        }

        try
        {
            await withdrawal.RunAsync(job, AuditActor.System.UserId + ", because the schedule " + schedule + " was deleted", cancellationToken);
        }
        catch (Exception exception) when (exception is Azure.RequestFailedException or AggregateException)
        {
            SlotExporterLog.CancelFailed(logger, job.Id, schedule, exception);
        }
    }

    private async Task<ExportStartResult> StartAsync(Schedule schedule, SlotWork work, CancellationToken cancellationToken)
    {
        string what = $"an export of {work.Report} as {work.Format} for schedule {new ExportSlot(schedule.Name, work.Slot)}";
        AuditAttempt attempt = await audit.BeginAsync(
            AuditedAction.StartExport, AuditActor.System, "Start " + what, cancellationToken, work.DecidedAt, new EventKey(EventIds.Start, work.ExportId));
        ExportStartResult result = await intake.StartAsync(
            new ExportStart
            {
                Id = work.ExportId, Input = SlotInput.Of(schedule.Definition, work), RequestedBy = AuditActor.System.UserId, RequestedAt = work.DecidedAt,
                Schedule = new ExportSlot(schedule.Name, work.Slot).ToString(), PreviousManifestSha256 = schedule.HeadManifestSha256,
            },
            cancellationToken);
        await (result.Job is null ? attempt.FailAsync("Did not start " + what) : attempt.SucceedAsync($"Started {work.ExportId}, {what}"));
        SlotExporterLog.Exporting(logger, schedule.Name, work.Slot, work.ExportId, work.Attempt);
        return result;
    }

    private async Task<Schedule> DeliverAsync(Schedule schedule, SlotWork work, ExportJob job, CancellationToken cancellationToken)
    {
        if (await files.FindAsync(ExportNames.Manifest(job.Id), cancellationToken) is not { } content)
        {
            return Gap(schedule, work, "The export's manifest was deleted before it was delivered.");
        }

        // What the file holds counts, not what was wished: a plan made while the clock had stepped back ends earlier.
        Manifest manifest = Manifest.Parse(content.ToMemory().Span);
        string windowEnd = work.Over == ScheduleOver.ChangedAt ? manifest.ChangedUntil! : manifest.Until;
        return schedule with
        {
            Work = work with
            {
                Stage = SlotStage.Delivering, DecidedAt = Now(), Report = job.Request.Report, Format = job.Request.Format, Rows = job.RowCount,
                ManifestSha256 = job.ManifestSha256, WindowEnd = ExportTime.ParseRequired(windowEnd),
                File = ScheduledNames.File(schedule.Name, work.Slot, ExportNames.Attachment(job.FileName)),
            },
        };
    }

    private Schedule Again(Schedule schedule, SlotWork work) => schedule with { Work = SlotDecision.Again(schedule, work, Now()) };

    private Schedule Gap(Schedule schedule, SlotWork work, string reason) =>
        schedule with { Work = SlotDecision.Gap(schedule, work, SlotState.Failed, reason, Now()) };

    private DateTimeOffset Now() => ExportTime.Truncate(time.GetUtcNow());
}

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

/// <summary>What the exports of slots log.</summary>
internal static partial class SlotExporterLog
{
    [LoggerMessage(6001, LogLevel.Information, "Schedule {Name}, slot {Slot}: export {ExportId}, attempt {Attempt}.")]
    public static partial void Exporting(ILogger logger, string name, DateTimeOffset slot, string exportId, int attempt);

    [LoggerMessage(6006, LogLevel.Warning, "Export {ExportId} of the deleted schedule {Name} could not be cancelled; it runs to its end.")]
    public static partial void CancelFailed(ILogger logger, string exportId, string name, Exception exception);
}
