using System.ComponentModel.DataAnnotations;

namespace Reporting.Local.Engine;

/// <summary>Settings of the local engine, section <c>Local</c>.</summary>
internal sealed class LocalEngineOptions
{
    /// <summary>How many exports run at a time; others wait, fairly between their users.</summary>
    [Range(1, 64)]
    public int MaxRunningExports { get; set; } = 4;

    /// <summary>How often a step is tried before its export fails; the client libraries' own tries are within each.</summary>
    [Range(1, 20)]
    public int MaxStepAttempts { get; set; } = 6;

    /// <summary>Length of the lease by which one process runs the jobs of an account, seconds (Blob service: 15 to 60).</summary>
    [Range(15, 60)]
    public int LeaseSeconds { get; set; } = 15;

    /// <summary>Seconds between two looks for exports that another process took in.</summary>
    [Range(1, 60)]
    public int PollSeconds { get; set; } = 5;

    /// <summary>
    /// Whether a lease that is still held is broken at the start, instead of waited for: only where whoever held it is known to be
    /// dead. Always so when the data folder is this process's own.
    /// </summary>
    public bool BreakFormerLease { get; set; }
}
