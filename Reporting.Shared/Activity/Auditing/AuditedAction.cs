using System.Collections.Immutable;
using Reporting.Activity.Records;

namespace Reporting.Activity.Auditing;

/// <summary>An action of this service that it writes into its own audit log.</summary>
/// <param name="Target">What is acted on.</param>
/// <param name="Action">What is done.</param>
/// <param name="ActionType">Its kind.</param>
public sealed record AuditedAction(string Target, string Action, AuditActionType ActionType)
{
    /// <summary>Name of the target of everything that concerns exports.</summary>
    public const string Exports = "exports";

    /// <summary>Name of the target of everything that concerns the audit log.</summary>
    public const string AuditLogs = "audit.logs";

    /// <summary>Name of the target of everything that concerns schedules.</summary>
    public const string Schedules = "schedules";

    /// <summary>Name of the action of everything that is refused.</summary>
    public const string RefuseAccessName = "refuse.access";

    /// <summary>A user starts an export.</summary>
    public static AuditedAction StartExport { get; } = new(Exports, "start.export", AuditActionType.Create);

    /// <summary>An export has ended, with or without a file.</summary>
    public static AuditedAction FinishExport { get; } = new(Exports, "finish.export", AuditActionType.Update);

    /// <summary>A user cancels a running export.</summary>
    public static AuditedAction CancelExport { get; } = new(Exports, "cancel.export", AuditActionType.Update);

    /// <summary>A user deletes a finished export's file.</summary>
    public static AuditedAction DeleteExport { get; } = new(Exports, "delete.export", AuditActionType.Delete);

    /// <summary>A user gets a link to an export's file.</summary>
    public static AuditedAction DownloadExport { get; } = new(Exports, "download.export", AuditActionType.Read);

    /// <summary>A user makes a schedule.</summary>
    public static AuditedAction CreateSchedule { get; } = new(Schedules, "create.schedule", AuditActionType.Create);

    /// <summary>A user changes a schedule.</summary>
    public static AuditedAction UpdateSchedule { get; } = new(Schedules, "update.schedule", AuditActionType.Update);

    /// <summary>A user pauses a schedule.</summary>
    public static AuditedAction PauseSchedule { get; } = new(Schedules, "pause.schedule", AuditActionType.Update);

    /// <summary>A user lets a paused schedule go on.</summary>
    public static AuditedAction ResumeSchedule { get; } = new(Schedules, "resume.schedule", AuditActionType.Update);

    /// <summary>A user deletes a schedule.</summary>
    public static AuditedAction DeleteSchedule { get; } = new(Schedules, "delete.schedule", AuditActionType.Delete);

    /// <summary>A schedule delivers a slot's file with its manifest, or the manifest that says why there is none.</summary>
    public static AuditedAction DeliverSchedule { get; } = new(Schedules, "deliver.schedule", AuditActionType.Create);

    /// <summary>A user reads the audit log.</summary>
    public static AuditedAction ReadAuditLogs { get; } = new(AuditLogs, "read.audit.logs", AuditActionType.Read);

    /// <summary>Activity is deleted because it is older than it is to be kept.</summary>
    public static AuditedAction DeleteActivity { get; } = new("activity", "delete.activity", AuditActionType.Delete);

    /// <summary>Every action with a target of its own; ingest takes none of them.</summary>
    public static ImmutableArray<AuditedAction> All { get; } =
    [
        StartExport, FinishExport, CancelExport, DeleteExport, DownloadExport, CreateSchedule, UpdateSchedule, PauseSchedule, ResumeSchedule, DeleteSchedule,
        DeliverSchedule, ReadAuditLogs, DeleteActivity,
    ];

    /// <summary>A caller was refused.</summary>
    /// <param name="target">What they asked for.</param>
    public static AuditedAction RefuseAccess(string target) => new(target, RefuseAccessName, AuditActionType.Read);
}
