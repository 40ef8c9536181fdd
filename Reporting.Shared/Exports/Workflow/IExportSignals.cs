namespace Reporting.Exports.Workflow;

/// <summary>What reaches a running workflow, and what it tells, beside its steps. An engine's part; must be deterministic on replay.</summary>
public interface IExportSignals
{
    /// <summary>Completes when somebody asks to cancel; otherwise never.</summary>
    Task CancelRequested { get; }

    /// <summary>Tells how far it is; the last value counts.</summary>
    void Report(ExportProgress progress);
}
