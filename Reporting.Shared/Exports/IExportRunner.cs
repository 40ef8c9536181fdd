namespace Reporting.Exports;

/// <summary>A host's way to the engine that runs export orchestrations: start, cancel, look up.</summary>
public interface IExportRunner
{
    /// <summary>The engine's name, kept with each job it runs: <c>durable</c> or <c>local</c>.</summary>
    string Engine { get; }

    /// <summary>Starts the job's orchestration; starting one that was started already does nothing.</summary>
    Task StartAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>Tells a running orchestration that its job is to be cancelled. The flag on the job's row is already set.</summary>
    Task SignalCancelAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>What the engine knows of the job's orchestration.</summary>
    Task<RunnerStatus> GetStatusAsync(string jobId, CancellationToken cancellationToken);
}

/// <summary>What an engine knows of an orchestration.</summary>
/// <param name="State">Its state.</param>
/// <param name="LastUpdatedAt">When the engine last heard of it, UTC; null when it does not know it.</param>
public sealed record RunnerStatus(RunnerState State, DateTimeOffset? LastUpdatedAt);

/// <summary>State of an orchestration in its engine.</summary>
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
