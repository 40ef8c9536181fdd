namespace Reporting.Exports.Workflow;

/// <summary>An engine that runs export workflows.</summary>
public interface IExportRunner
{
    /// <summary>The engine's name, kept with each job it runs: <c>durable</c> or <c>local</c>.</summary>
    string Engine { get; }

    /// <summary>Starts the job's workflow; starting one that was started already does nothing.</summary>
    Task StartAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>Tells a running workflow that its job is to be cancelled. The flag on the job's row is already set.</summary>
    Task SignalCancelAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>What the engine knows of the job's workflow.</summary>
    Task<RunnerStatus> GetStatusAsync(string jobId, CancellationToken cancellationToken);
}
