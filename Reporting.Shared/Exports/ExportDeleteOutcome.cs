namespace Reporting.Exports;

/// <summary>What became of a call to cancel or delete an export.</summary>
public enum ExportDeleteOutcome
{
    /// <summary>There is no such export.</summary>
    NotFound,

    /// <summary>It is running and will end as cancelled, unless its file is made this very moment.</summary>
    CancelRequested,

    /// <summary>It had ended and its file is deleted.</summary>
    FileDeleted,

    /// <summary>It had ended and has no file.</summary>
    NothingToDelete,
}
