using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Reporting.Telemetry;

namespace Reporting.Functions.Durable;

/// <summary>
/// How often a step is tried, and after how long. A failure with a reason to show will not go away by itself; every other is worth
/// another try. The waits are durable timers; a step that nobody waits for any more (after a cancel) can leave one open for two
/// minutes, during which the instance still counts as running although its job has ended.
/// </summary>
internal sealed class StepRetries(TaskOrchestrationContext context, ReportingMeter meter, ILogger logger)
{
    /// <summary>About a minute and a half in all.</summary>
    public TaskOptions Plan => Options("plan", 5, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));

    /// <summary>About five minutes in all: a throttled account recovers in that time.</summary>
    public TaskOptions Slice => Options("slice", 7, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2));

    /// <summary>As a slice; all the work is done by then.</summary>
    public TaskOptions Commit => Options("commit", 7, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2));

    /// <summary>About an hour in all: without it the job waits for the reaper.</summary>
    public TaskOptions Finish => Options("finish", 18, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5));

    private TaskOptions Options(string step, int attempts, TimeSpan first, TimeSpan longest) =>
        TaskOptions.FromRetryPolicy(new RetryPolicy(attempts, first, backoffCoefficient: 2, longest)
        {
            HandleFailure = failure => Note(step, failure),
        });

    private bool Note(string step, TaskFailureDetails failure)
    {
        bool retry = StepFailures.ReasonOf(failure) is null;
        if (retry && !context.IsReplaying)
        {
            meter.StepRetried(step);
            DurableLog.StepFailed(logger, step, failure.ErrorType);
        }

        return retry;
    }
}
