namespace Reporting.Exports.Workflow;

/// <summary>
/// The export's orchestration: plan, slices, commit, and exactly one finish. It runs under any engine and is deterministic: it awaits
/// only what it got from its steps and signals, and what it does next depends on their results alone, so that an engine can run it
/// again over recorded results and get the same calls. (That is why nothing here has a clock, I/O, a random number or a token.)
/// </summary>
public static class ExportWorkflow
{
    /// <summary>Runs a job to its end and tells how it ended.</summary>
    /// <remarks>An <see cref="OperationCanceledException"/> of a step means that the engine is stopping, not that the job failed: it goes through, and nothing is finished.</remarks>
    public static async Task<ExportOutcome> RunAsync(string jobId, IExportSteps steps, IExportSignals signals)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(signals);
        FinishRequest finish = await MakeFileAsync(jobId, steps, signals);
        await steps.FinishAsync(finish);
        return finish.Outcome;
    }

    private static async Task<FinishRequest> MakeFileAsync(string jobId, IExportSteps steps, IExportSignals signals)
    {
        string doing = "Planning the export failed.";
        try
        {
            ExportPlan plan = await steps.PlanAsync(new PlanRequest(jobId));
            if (plan.Canceled || signals.CancelRequested.IsCompleted)
            {
                return Canceled(jobId);
            }

            doing = "Reading the activity log or writing the file failed.";
            IReadOnlyList<SlicePart>? parts = await new SliceFanOut(jobId, plan, steps, signals).RunAsync();
            if (parts is null || signals.CancelRequested.IsCompleted)
            {
                return Canceled(jobId);
            }

            doing = "Putting the file together failed.";
            ExportFile file = await steps.CommitAsync(new CommitRequest(jobId, parts));

            // From here on what the commit said counts: a file that is there stays, however late somebody cancels.
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
