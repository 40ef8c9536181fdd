using System.Collections.Immutable;
using Reporting.Rows;

namespace Reporting.Formats;

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
