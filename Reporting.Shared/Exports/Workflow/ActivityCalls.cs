using Microsoft.DurableTask;
using Reporting.Telemetry;

namespace Reporting.Exports.Workflow;

/// <summary>
/// Calls activities of one orchestration, and calls them again after durable waits. Disposing it cancels the waits that are left, of slices that the
/// export needs no more: an instance counts as running until its last timer has fired or is cancelled, whatever the orchestrator has returned. (The
/// SDK's own retry policies wait in timers that cannot be cancelled.)
/// </summary>
internal sealed class ActivityCalls(TaskOrchestrationContext context, ReportingMeter meter) : IDisposable
{
    private readonly CancellationTokenSource _ended = new();

    /// <summary>Calls an activity until it succeeds or has failed often enough.</summary>
    /// <exception cref="ExportStepException">It failed with a reason that may be shown; such a failure is not retried, because it would only come again.</exception>
    /// <exception cref="TaskFailedException">It failed for good.</exception>
    public async Task<TResult> CallAsync<TResult>(ActivityRetryPolicy policy, string activity, object request)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await context.CallActivityAsync<TResult>(activity, request);
            }
            catch (TaskFailedException exception) when (ReasonOf(exception.FailureDetails) is { } reason)
            {
                throw new ExportStepException(reason, exception);
            }
            catch (TaskFailedException exception) when (attempt < policy.MaxAttempts && !_ended.IsCancellationRequested)
            {
                WorkflowLog.StepFailed(context.CreateReplaySafeLogger<ExportOrchestrator>(), policy.Step, exception.FailureDetails.ErrorType);
                if (!context.IsReplaying)
                {
                    meter.StepRetried(policy.Step);
                }

                await context.CreateTimer(policy.DelayAfter(attempt), _ended.Token);
            }
        }
    }

    /// <summary>Cancels on the orchestration's own thread; what happened on another would not be replayed.</summary>
    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    /// <summary>
    /// The reason to show, or null. An activity's exception reaches the orchestration as names and texts, and an engine may wrap it, so the inner
    /// failures count too. Every other text stays in the logs.
    /// </summary>
    internal static string? ReasonOf(TaskFailureDetails? failure) =>
        failure is null ? null : failure.ErrorType == typeof(ExportStepException).FullName ? failure.ErrorMessage : ReasonOf(failure.InnerFailure);
}

/// <summary>
/// How often an activity is tried, and after how long. Deterministic: a replay waits as the first run did.
/// Change nothing here under the same orchestration version (docs/host.md, "When the workflow changes").
/// </summary>
/// <param name="Step">The step, as logs and metrics name it.</param>
/// <param name="MaxAttempts">Attempts in all, the first one counted.</param>
/// <param name="FirstDelay">The wait after the first failure; it doubles with each further one.</param>
/// <param name="MaxDelay">No wait is longer than this.</param>
public sealed record ActivityRetryPolicy(string Step, int MaxAttempts, TimeSpan FirstDelay, TimeSpan MaxDelay)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);

    /// <summary>A little over a minute of waiting in all.</summary>
    public static ActivityRetryPolicy Plan { get; } = new("plan", 5, First, TimeSpan.FromMinutes(1));

    /// <summary>About five minutes of waiting in all: a throttled account recovers in that time.</summary>
    public static ActivityRetryPolicy Slice { get; } = new("slice", 7, First, TimeSpan.FromMinutes(2));

    /// <summary>As a slice; all the work is done by then.</summary>
    public static ActivityRetryPolicy Commit { get; } = new("commit", 7, First, TimeSpan.FromMinutes(2));

    /// <summary>About an hour of waiting in all: without it the job waits for the reaper.</summary>
    public static ActivityRetryPolicy Finish { get; } = new("finish", 18, First, TimeSpan.FromMinutes(5));

    /// <summary>The wait after failed attempt number <paramref name="attempt"/> (from 1).</summary>
    /// <example>With 5 s doubling up to a minute: 5, 10, 20, 40, 60, 60, ...</example>
    public TimeSpan DelayAfter(int attempt)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        TimeSpan delay = FirstDelay * (1L << Math.Min(attempt - 1, 20));
        return delay < MaxDelay ? delay : MaxDelay;
    }
}

/// <summary>A step failed, with a reason that may be shown to the requester: no secret, no name of a machine, no stack.</summary>
public sealed class ExportStepException : Exception
{
    /// <summary>Without a reason of its own.</summary>
    public ExportStepException()
        : this("The export could not go on.")
    {
    }

    /// <summary>With a sentence for the requester.</summary>
    public ExportStepException(string reason)
        : base(reason)
    {
    }

    /// <summary>With a sentence for the requester, and the cause for the log.</summary>
    public ExportStepException(string reason, Exception innerException)
        : base(reason, innerException)
    {
    }
}
