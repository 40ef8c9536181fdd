namespace Reporting.Activity.Records;

/// <summary>Where a commit stands; written in capitals.</summary>
public enum CommitState
{
    /// <summary><c>CANCELED</c>: stopped by somebody.</summary>
    Canceled,

    /// <summary><c>COMPLETED</c>: done.</summary>
    Completed,

    /// <summary><c>FAILED</c>: went wrong.</summary>
    Failed,

    /// <summary><c>NO_CHANGES</c>: nothing to commit.</summary>
    NoChanges,

    /// <summary><c>ORPHANED</c>: its run is gone.</summary>
    Orphaned,

    /// <summary><c>PROCESSING</c>: being made.</summary>
    Processing,

    /// <summary><c>QUEUED</c>: waits for a worker.</summary>
    Queued,
}
