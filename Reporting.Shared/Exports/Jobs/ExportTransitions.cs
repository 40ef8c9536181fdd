namespace Reporting.Exports.Jobs;

/// <summary>
/// The legal transitions of an export job, in one place:
/// <code>
/// QUEUED -> IN_PROGRESS -> SUCCESSFUL -> EXPIRED
///    |           +-------> FAILED | CANCELED
///    +-------------------> FAILED | CANCELED
/// </code>
/// </summary>
public static class ExportTransitions
{
    /// <summary>Whether a job may go from one state to the other.</summary>
    public static bool IsLegal(ExportState from, ExportState to) => (from, to) switch
    {
        (ExportState.Queued, ExportState.InProgress) => true,
        (ExportState.Queued or ExportState.InProgress, ExportState.Failed or ExportState.Canceled) => true,
        (ExportState.InProgress, ExportState.Successful) => true,
        (ExportState.Successful, ExportState.Expired) => true,
        _ => false,
    };

    /// <summary>Whether an export in this state is still to be worked on.</summary>
    public static bool IsRunning(ExportState state) => state is ExportState.Queued or ExportState.InProgress;
}
