using System.Collections.Immutable;

namespace Reporting.Formats;

/// <summary>Severity and outcome of an audit event, computed on the bytes of its fields. All comparisons are ordinal.</summary>
internal static class AuditEventFacts
{
    /// <summary>
    /// The severity of an event. A refusal is an event with outcome <c>Failed</c> whose action begins with <c>refuse.</c> and whose target
    /// is <c>audit.logs</c>, <c>exports</c> or <c>schedules</c>: this service writes it when it refuses a caller. Any other failure
    /// is a failure, whatever the action type.
    /// </summary>
    public static AuditSeverity SeverityOf(
        ReadOnlySpan<byte> actionType, ReadOnlySpan<byte> outcome, ReadOnlySpan<byte> target, ReadOnlySpan<byte> action)
    {
        if (IsFailed(outcome))
        {
            return action.StartsWith("refuse."u8) && IsGuarded(target) ? AuditSeverity.Refusal : AuditSeverity.Failure;
        }

        if (actionType.SequenceEqual("Read"u8))
        {
            return AuditSeverity.Read;
        }

        return actionType.SequenceEqual("Delete"u8) ? AuditSeverity.Deletion : AuditSeverity.Change;
    }

    public static bool IsSuccess(ReadOnlySpan<byte> outcome) => outcome.SequenceEqual("Success"u8);

    public static bool IsFailed(ReadOnlySpan<byte> outcome) => outcome.SequenceEqual("Failed"u8);

    private static bool IsGuarded(ReadOnlySpan<byte> target) =>
        target.SequenceEqual("audit.logs"u8) || target.SequenceEqual("exports"u8) || target.SequenceEqual("schedules"u8);
}

/// <summary>The severity of an audit event, by its action type, outcome, target and action.</summary>
internal enum AuditSeverity
{
    /// <summary>Something was read.</summary>
    Read,

    /// <summary>Something was created or updated.</summary>
    Change,

    /// <summary>Something was deleted.</summary>
    Deletion,

    /// <summary>An attempt failed.</summary>
    Failure,

    /// <summary>A caller was refused the audit log, an export or a schedule of exports.</summary>
    Refusal,
}

/// <summary>The ordinals of an audit event's fields in a row, for the formats that write whole events (CEF, OCSF).</summary>
internal sealed class AuditColumns
{
    /// <summary>The record's columns that an event is made of.</summary>
    public static readonly ImmutableArray<string> Names =
        ["id", "timestamp", "userId", "target", "action", "actionType", "description", "outcome", "sourceAddress", "userAgent", "issuer", "subject", "origin"];

    /// <summary>Finds them in a schema.</summary>
    /// <exception cref="ArgumentException">The schema lacks one.</exception>
    public AuditColumns(RowSchema schema)
    {
        int[] ordinals = ColumnOrdinals.Find(schema, Names);
        Id = ordinals[0];
        Timestamp = ordinals[1];
        UserId = ordinals[2];
        Target = ordinals[3];
        Action = ordinals[4];
        ActionType = ordinals[5];
        Description = ordinals[6];
        Outcome = ordinals[7];
        SourceAddress = ordinals[8];
        UserAgent = ordinals[9];
        Issuer = ordinals[10];
        Subject = ordinals[11];
        Origin = ordinals[12];
    }

    public int Id { get; }

    public int Timestamp { get; }

    public int UserId { get; }

    public int Target { get; }

    public int Action { get; }

    public int ActionType { get; }

    public int Description { get; }

    public int Outcome { get; }

    public int SourceAddress { get; }

    public int UserAgent { get; }

    public int Issuer { get; }

    public int Subject { get; }

    public int Origin { get; }
}
