namespace Reporting.Exports.Workflow;

/// <summary>
/// How often an engine that keeps its waits tries a step, and after how long. Deterministic: a replay waits as the first run did.
/// Change nothing here under the same orchestration version (docs/host.md, "When the workflow changes").
/// </summary>
/// <param name="Step">The step, as logs and metrics name it.</param>
/// <param name="Attempts">Tries in all, the first one counted.</param>
/// <param name="FirstDelay">The wait after the first failure; it doubles with each further one.</param>
/// <param name="LongestDelay">No wait is longer than this.</param>
public sealed record StepTries(string Step, int Attempts, TimeSpan FirstDelay, TimeSpan LongestDelay)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);

    /// <summary>A little over a minute of waiting in all.</summary>
    public static StepTries Plan { get; } = new("plan", 5, First, TimeSpan.FromMinutes(1));

    /// <summary>About five minutes of waiting in all: a throttled account recovers in that time.</summary>
    public static StepTries Slice { get; } = new("slice", 7, First, TimeSpan.FromMinutes(2));

    /// <summary>As a slice; all the work is done by then.</summary>
    public static StepTries Commit { get; } = new("commit", 7, First, TimeSpan.FromMinutes(2));

    /// <summary>About an hour of waiting in all: without it the job waits for the reaper.</summary>
    public static StepTries Finish { get; } = new("finish", 18, First, TimeSpan.FromMinutes(5));

    /// <summary>The wait after failed attempt number <paramref name="attempt"/> (from 1).</summary>
    /// <example>With 5 s doubling up to a minute: 5, 10, 20, 40, 60, 60, ...</example>
    public TimeSpan DelayAfter(int attempt)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        TimeSpan delay = FirstDelay * (1L << Math.Min(attempt - 1, 20));
        return delay < LongestDelay ? delay : LongestDelay;
    }
}
