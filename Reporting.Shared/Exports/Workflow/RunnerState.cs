namespace Reporting.Exports.Workflow;

/// <summary>State of a workflow in its engine.</summary>
public enum RunnerState
{
    /// <summary>The engine has never heard of it, or has forgotten it.</summary>
    Missing,

    /// <summary>Waiting to run or running.</summary>
    Running,

    /// <summary>Ran to its end.</summary>
    Completed,

    /// <summary>Failed or was terminated by the engine.</summary>
    Failed,
}
