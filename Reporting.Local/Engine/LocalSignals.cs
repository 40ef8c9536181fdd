using Reporting.Exports.Workflow;

namespace Reporting.Local.Engine;

/// <summary>How the engine reaches one running workflow.</summary>
internal sealed class LocalSignals : IExportSignals
{
    private readonly TaskCompletionSource _cancel = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task CancelRequested => _cancel.Task;

    /// <summary>Tells the workflow that somebody asked to cancel it.</summary>
    public void Cancel() => _cancel.TrySetResult();

    /// <summary>Not kept: the API sums progress from the slices' rows.</summary>
    public void Report(ExportProgress progress)
    {
    }
}
