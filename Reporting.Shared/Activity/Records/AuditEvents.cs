using Azure.Data.Tables;
using Reporting.Activity.Keys;

namespace Reporting.Activity.Records;

/// <summary>The kind of record that audit events are: attempted actions, of the platform and of the service itself.</summary>
public static class AuditEvents
{
    /// <summary>The kind. An event has two phases: <c>Started</c>, then the outcome.</summary>
    public static RecordKind<AuditEvent> Kind { get; } = new(
        "audit-events",
        "event",
        new(row => PhaseOf(row.Outcome), stored => WireName.TryParse(stored.GetString("outcome"), out AuditOutcome outcome) ? PhaseOf(outcome) : "1"),
        new("auditevents", row => PlaceOf(row, ActivityKeys.AuditEventRow(row.Timestamp, row.Id))))
    {
        Contradiction = FindContradiction,
    };

    /// <summary>One row an audited action.</summary>
    public static ActivityTable Table => Kind.Table;

    /// <summary>Where an event of the service's own stands: in its own space of keys.</summary>
    internal static RowPlace OwnPlaceOf(AuditEvent row) => PlaceOf(row, ActivityKeys.OwnAuditEventRow(row.Timestamp, row.Id));

    /// <summary>
    /// Whether the row that was found stored is the event that was to be written: the same in every column, or a later phase of it, whose outcome and description
    /// are others.
    /// </summary>
    internal static bool AreSame(TableEntity row, TableEntity stored)
    {
        bool isLater = string.CompareOrdinal(Kind.PhaseOf(row), Kind.PhaseOf(stored)) < 0;
        foreach (RecordField field in Kind.Fields)
        {
            bool mayDiffer = isLater && field.Name is ("outcome" or "description");
            if (!mayDiffer && !StoredValue.AreEqual(StoredValue.Get(row, field.Name), StoredValue.Get(stored, field.Name)))
            {
                return false;
            }
        }

        return true;
    }

    private static RowPlace PlaceOf(AuditEvent row, string key) => new(row.Timestamp, row.Id, key);

    private static string PhaseOf(AuditOutcome outcome) => outcome == AuditOutcome.Started ? "0" : "1";

    // Rows of versions that kept no origin may be the service's own, in the same space of keys: no ingested event takes their place.
    private static RecordProblem? FindContradiction(TableEntity row, TableEntity other, string place) =>
        row.ContainsKey("origin") && !other.ContainsKey("origin") && !StoredValue.AreEqual(StoredValue.Get(row, "target"), StoredValue.Get(other, "target"))
            ? new RecordProblem("target", $"is {other.GetString("target")} in {place} of this id and timestamp; an event's target never changes")
            : null;
}

/// <summary>One attempted action. Written as <see cref="AuditOutcome.Started"/> before the work and again, under the same id and timestamp, with the outcome.</summary>
public sealed record AuditEvent : ActivityRecord
{
    [Field("Id of the event; an event delivered again has the same", MaxIdLength = RecordRules.MaxAuditIdLength)]
    public required string Id { get; init; }

    [Field("When it was attempted (UTC, milliseconds)")]
    public required DateTimeOffset Timestamp { get; init; }

    [Field("E-mail address of the person, name of the token, or the system's name")]
    public required string UserId { get; init; }

    [Field("What was acted on, such as access.tokens")]
    public required string Target { get; init; }

    [Field("The action, such as create.token")]
    public required string Action { get; init; }

    [Field("Kind of action: Create, Read, Update or Delete")]
    public required AuditActionType ActionType { get; init; }

    [Field("The action in words")]
    public required string Description { get; init; }

    [Field("How it ended: Started (no end known yet), Success or Failed")]
    public required AuditOutcome Outcome { get; init; }

    [Field("Address that the request came from, where known")]
    public string? SourceAddress { get; init; }

    [Field("User agent of the request, where known")]
    public string? UserAgent { get; init; }

    [Field("The service's own events: issuer of the person's token", Source = FieldSource.Service)]
    public string? Issuer { get; init; }

    [Field("The service's own events: the person's unique name at that issuer (sub)", Source = FieldSource.Service)]
    public string? Subject { get; init; }

    [Field("Where the event comes from: service for the service's own, else the client that sent it; empty in events of versions that did not keep it", Source = FieldSource.Client)]
    public string? Origin { get; init; }
}

/// <summary>What kind of action was attempted; stored under these names.</summary>
public enum AuditActionType
{
    /// <summary>Something was made.</summary>
    Create,

    /// <summary>Something was read.</summary>
    Read,

    /// <summary>Something was changed.</summary>
    Update,

    /// <summary>Something was deleted.</summary>
    Delete,
}

/// <summary>How an action ended; stored under these names.</summary>
public enum AuditOutcome
{
    /// <summary>Written before the work; a later write under the same id and timestamp holds the outcome.</summary>
    Started,

    /// <summary>It was done.</summary>
    Success,

    /// <summary>It was refused or went wrong.</summary>
    Failed,
}
