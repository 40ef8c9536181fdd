using Reporting.Activity;
using Reporting.Rows;

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
            new("userId", "User", CellKind.Text, "E-mail address of the person, name of the token, or the system's name"),
            new("target", "Target", CellKind.Text, "What was acted on, such as access.tokens"),
            new("actionType", "Action type", CellKind.Text, "Kind of action: Create, Read, Update or Delete"),
            new("action", "Action", CellKind.Text, "The action, such as create.token"),
            new("description", "Description", CellKind.Text, "The action in words"),
            new("timestamp", "Time", CellKind.Time, "When it was attempted (UTC, milliseconds)"),
            new("outcome", "Outcome", CellKind.Text, "How it ended: Started (no end known yet), Success or Failed"),
            new("origin", "Origin", CellKind.Text, "Where the event comes from: service for the service's own, else the client that sent it; empty in events of versions that did not keep it") { SinceVersion = 2 },
            new("id", "id", CellKind.Text, "Id of the event; an event delivered again has the same"),
            new("sourceAddress", "sourceAddress", CellKind.Text, "Address that the request came from, where known"),
            new("userAgent", "userAgent", CellKind.Text, "User agent of the request, where known"),
            new("issuer", "issuer", CellKind.Text, "The service's own events: issuer of the person's token") { SinceVersion = 2 },
            new("subject", "subject", CellKind.Text, "The service's own events: the person's unique name at that issuer (sub)") { SinceVersion = 2 },
            new("firstIngestedAt", "firstIngestedAt", CellKind.Time, "When the event first came into the log (UTC, milliseconds)"),
            new("changedAt", "changedAt", CellKind.Time, "When the event's row in the log last changed (UTC, milliseconds)"),
        ],
        DefaultColumnCount = 8,
        RecordColumns = ["id", "timestamp", "userId", "target", "action", "actionType", "description", "outcome", "sourceAddress", "userAgent", "issuer", "subject", "origin"],
        TimeColumn = "timestamp",
        Formats = ["CSV", "CEF", "JSONL", "OCSF"],
        Filters =
        [
            new("user", "userId", false, "Actions of this person or token"),
            new("target", "target", false, "Actions on this target, such as access.tokens"),
            new("action", "action", false, "This action, such as create.token"),
            new("actionType", "actionType", false, "Actions of this kind") { Values = ["Create", "Read", "Update", "Delete"] },
            new("outcome", "outcome", false, "Actions that ended so") { Values = ["Started", "Success", "Failed"] },
            new("text", "description", true, "Actions whose description contains this text, in upper or lower case"),
        ],
        Tables = [ActivityTable.AuditEvents],
    };
}
