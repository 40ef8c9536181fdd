namespace Reporting.Formats;

/// <summary>How grave an audit event is, from its action type, outcome, target and action.</summary>
internal enum AuditGravity
{
    /// <summary>Something was read.</summary>
    Read,

    /// <summary>Something was created or updated.</summary>
    Change,

    /// <summary>Something was deleted.</summary>
    Deletion,

    /// <summary>An attempt failed.</summary>
    Failure,

    /// <summary>Somebody was refused the audit log, an export or a schedule of exports.</summary>
    Refusal,
}
