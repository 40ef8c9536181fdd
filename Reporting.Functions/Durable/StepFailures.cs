using Microsoft.DurableTask;
using Reporting.Exports.Workflow;

namespace Reporting.Functions.Durable;

/// <summary>
/// An activity's exception reaches the orchestration as names and texts. This gives back the one kind whose text may be shown
/// to whoever asked for the export; every other text stays in the logs.
/// </summary>
internal static class StepFailures
{
    /// <summary>Awaits a step; a failure with a reason to show becomes an <see cref="ExportStepException"/> again.</summary>
    public static async Task<TResult> ExplainAsync<TResult>(Task<TResult> step)
    {
        try
        {
            return await step;
        }
        catch (TaskFailedException exception) when (ReasonOf(exception.FailureDetails) is { } reason)
        {
            throw new ExportStepException(reason, exception);
        }
    }

    /// <summary>The reason to show, or null. The host wraps what an activity throws, so the inner failures count too.</summary>
    public static string? ReasonOf(TaskFailureDetails? failure) =>
        failure is null ? null : failure.ErrorType == typeof(ExportStepException).FullName ? failure.ErrorMessage : ReasonOf(failure.InnerFailure);
}
