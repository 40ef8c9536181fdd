namespace Reporting.Exports.Workflow;

/// <summary>How a workflow ends.</summary>
public enum ExportOutcome
{
    /// <summary>The file is there.</summary>
    Successful,

    /// <summary>A step failed for good.</summary>
    Failed,

    /// <summary>Somebody cancelled it.</summary>
    Canceled,
}
