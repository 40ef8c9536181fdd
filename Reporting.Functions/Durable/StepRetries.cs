using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Reporting.Exports.Workflow;
using Reporting.Telemetry;

namespace Reporting.Functions.Durable;

/// <summary>
/// Tries steps again after durable waits. Disposing it cancels the waits that are left, of steps that nobody is interested in any
/// more: an instance counts as running until its last timer has fired or is cancelled, whatever the orchestrator has returned. (The
/// SDK's own retry policies wait in timers that cannot be cancelled.)
/// </summary>
internal sealed class StepRetries(TaskOrchestrationContext context, ReportingMeter meter, ILogger logger) : IDisposable
{
    private readonly CancellationTokenSource _ended = new();

    /// <summary>Calls a step until it succeeds or has failed often enough. One that failed with a reason to show would only do so again.</summary>
    public async Task<TResult> RunAsync<TResult>(StepTries tries, Func<Task<TResult>> step)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await StepFailures.ExplainAsync(step());
            }
            catch (TaskFailedException exception) when (attempt < tries.Attempts && !_ended.IsCancellationRequested)
            {
                await WaitAsync(tries, attempt, exception.FailureDetails.ErrorType);
            }
        }
    }

    /// <summary>Cancels on the orchestration's own thread; what happened on another would not be replayed.</summary>
    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    private Task WaitAsync(StepTries tries, int attempt, string errorType)
    {
        DurableLog.StepFailed(logger, tries.Step, errorType);
        if (!context.IsReplaying)
        {
            meter.StepRetried(tries.Step);
        }

        return context.CreateTimer(tries.DelayAfter(attempt), _ended.Token);
    }
}
