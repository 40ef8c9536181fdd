namespace Reporting.Activity.Records;

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
