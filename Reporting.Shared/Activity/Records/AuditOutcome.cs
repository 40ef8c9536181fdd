namespace Reporting.Activity.Records;

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
