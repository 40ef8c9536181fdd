using Reporting.Activity.Records;
using Reporting.Reports.Reading;

namespace Reporting.Reports.Definitions;

/// <summary>Defines the report <c>audit-logs</c>.</summary>
internal static class AuditLogsReport
{
    public static ReportDefinition Definition { get; } = new()
    {
        Name = "audit-logs",
        FileStem = "audit-logs",
        Title = "Audit logs",
        Description = "One row is one attempted action: who, what, on what, when, and how it ended. For auditors and for security tools.",
        SchemaVersion = 2,
        Columns =
        [
            AuditEvents.Kind.Column("userId", "User"),
            AuditEvents.Kind.Column("target", "Target"),
            AuditEvents.Kind.Column("actionType", "Action type"),
            AuditEvents.Kind.Column("action", "Action"),
            AuditEvents.Kind.Column("description", "Description"),
            AuditEvents.Kind.Column("timestamp", "Time"),
            AuditEvents.Kind.Column("outcome", "Outcome"),
            AuditEvents.Kind.Column("origin", "Origin") with { SinceVersion = 2 },
            .. AuditEvents.Kind.Columns("id", "sourceAddress", "userAgent"),
            .. AuditEvents.Kind.Columns("issuer", "subject").Select(column => column with { SinceVersion = 2 }),
            .. AuditEvents.Kind.StampColumns(),
        ],
        DefaultColumnCount = 8,
        RecordColumns = [.. AuditEvents.Kind.FieldNames()],
        TimeColumn = "timestamp",
        Formats = ["CSV", "CEF", "JSONL", "OCSF"],
        Filters =
        [
            new("user", "userId", false, "Actions of this person or token"),
            new("target", "target", false, "Actions on this target, such as access.tokens"),
            new("action", "action", false, "This action, such as create.token"),
            new("actionType", "actionType", false, "Actions of this kind") { Values = WireName.All<AuditActionType>() },
            new("outcome", "outcome", false, "Actions that ended so") { Values = WireName.All<AuditOutcome>() },
            new("text", "description", true, "Actions whose description contains this text, in upper or lower case"),
        ],
        Tables = [AuditEvents.Table],
        Open = TableReportReader.Open,
    };
}
