namespace Reporting.Exports;

/// <summary>The states of an export job; the legal transitions stand in <c>Jobs/ExportTransitions</c>.</summary>
public enum ExportState
{
    /// <summary>Accepted, not yet planned.</summary>
    Queued,

    /// <summary>Being written.</summary>
    InProgress,

    /// <summary>The file is whole and there.</summary>
    Successful,

    /// <summary>Ended without a file; the state message says why.</summary>
    Failed,

    /// <summary>Cancelled by somebody; no file.</summary>
    Canceled,

    /// <summary>Was successful; the file's retention has ended.</summary>
    Expired,
}
