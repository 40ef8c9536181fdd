using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Reporting.Exports.Slices;
using Reporting.Telemetry;

namespace Reporting.Exports.Workflow;

/// <summary>
/// The export's orchestration: plan, slices, commit, and exactly one finish. Both hosts run it on the Durable Task Framework, which runs it again
/// over recorded results; so it is deterministic: nothing here has a clock, I/O, a random number or a token of its own.
/// </summary>
public sealed class ExportOrchestrator(ReportingMeter meter) : TaskOrchestrator<string, ExportOutcome>
{
    /// <summary>The orchestration's name, in the histories of instances: never to be changed.</summary>
    public const string Name = "RunExport";

    /// <summary>Name of the plan activity.</summary>
    public const string PlanExport = nameof(PlanExport);

    /// <summary>Name of the slice activity.</summary>
    public const string ExportSlice = nameof(ExportSlice);

    /// <summary>Name of the commit activity.</summary>
    public const string CommitExport = nameof(CommitExport);

    /// <summary>Name of the finish activity.</summary>
    public const string FinishExport = nameof(FinishExport);

    /// <summary>The event that asks a running export to stop; its payload is the job's id, its type is text everywhere.</summary>
    public const string CancelEvent = "cancel";

    /// <summary>The instance of a job. The same job always has the same one, which is what makes starting it twice harmless.</summary>
    public static string InstanceIdOf(string jobId) => "export-" + jobId;

    /// <summary>Runs a job to its end and tells how it ended. When the finish fails for good, so does the instance, and the reaper ends the job.</summary>
    public override async Task<ExportOutcome> RunAsync(TaskOrchestrationContext context, string input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentException.ThrowIfNullOrEmpty(input);
        WorkflowLog.Running(context.CreateReplaySafeLogger<ExportOrchestrator>(), input, context.InstanceId);
        using var calls = new ActivityCalls(context, meter);

        // One waiter for the whole run: a second one would take the event from the first, and a cancelled one can swallow it.
        Task cancelRequested = context.WaitForExternalEvent<string>(CancelEvent);
        FinishRequest finish = await MakeFileAsync(context, calls, input, cancelRequested);
        await calls.CallAsync<object?>(ActivityRetryPolicy.Finish, FinishExport, finish);
        return finish.Outcome;
    }

    private static async Task<FinishRequest> MakeFileAsync(TaskOrchestrationContext context, ActivityCalls calls, string jobId, Task cancelRequested)
    {
        string doing = "Planning the export failed.";
        try
        {
            ExportPlan plan = await calls.CallAsync<ExportPlan>(ActivityRetryPolicy.Plan, PlanExport, new PlanRequest(jobId));
            if (plan.Canceled || cancelRequested.IsCompleted)
            {
                return Canceled(jobId);
            }

            doing = "Reading the activity log or writing the file failed.";
            IReadOnlyList<SlicePart>? parts = await new SliceFanOut(context, calls, jobId, plan, cancelRequested).RunAsync();
            if (parts is null || cancelRequested.IsCompleted)
            {
                return Canceled(jobId);
            }

            doing = "Putting the file together failed.";
            ExportFile file = await calls.CallAsync<ExportFile>(ActivityRetryPolicy.Commit, CommitExport, new CommitRequest(jobId, parts));

            // From here on the commit's result counts: a file that is there stays, however late a user cancels.
            return file.Committed ? new FinishRequest(jobId, ExportOutcome.Successful, file, null) : Canceled(jobId);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            string reason = exception is ExportStepException ? exception.Message : doing + " The service's log says more under the export's id.";
            return new FinishRequest(jobId, ExportOutcome.Failed, null, reason);
        }
    }

    private static FinishRequest Canceled(string jobId) => new(jobId, ExportOutcome.Canceled, null, null);
}

/// <summary>What the orchestration logs; event ids 8003 and 8005.</summary>
internal static partial class WorkflowLog
{
    [LoggerMessage(8003, LogLevel.Information, "Export {JobId} runs as instance {InstanceId}")]
    public static partial void Running(ILogger logger, string jobId, string instanceId);

    [LoggerMessage(8005, LogLevel.Warning, "Step {Step} failed with {ErrorType}")]
    public static partial void StepFailed(ILogger logger, string step, string errorType);
}
