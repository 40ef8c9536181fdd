using System.Globalization;
using System.Text.Json;
using Reporting.Exports.Workflow;
using Reporting.Telemetry;

namespace Reporting.Local.Engine;

/// <summary>
/// The steps of one export as the local engine runs them: a step whose result is recorded is not run again; one that fails for a
/// passing reason is tried again; when the engine stops, no step begins and none is recorded, so the workflow can go on later.
/// </summary>
internal sealed class CheckpointedSteps(
    string jobId, IExportSteps steps, CheckpointTable table, IReadOnlyDictionary<string, string> recorded,
    LocalEngineOptions options, ReportingMeter meter, TimeProvider time, ILogger logger, CancellationToken stopping) : IExportSteps
{
    public Task<ExportPlan> PlanAsync(PlanRequest request) => RunAsync("plan", () => steps.PlanAsync(request), options.MaxStepAttempts);

    /// <summary>The cursor and the part before are in the key: after a restart results come in another order, and a part may begin elsewhere, or behind another execution, than before.</summary>
    public Task<SliceResult> ExportSliceAsync(SliceRequest request) => RunAsync(
        string.Create(CultureInfo.InvariantCulture, $"slice-{request.Slice:D4}-part-{request.Part:D4}-of-{request.PreviousAttempt}-limit-{request.Limit}-after-{request.Cursor}"),
        () => steps.ExportSliceAsync(request),
        options.MaxStepAttempts);

    public Task<ExportFile> CommitAsync(CommitRequest request) => RunAsync("commit", () => steps.CommitAsync(request), options.MaxStepAttempts);

    /// <summary>Tried for as long as the engine runs: an export that cannot be ended is stuck.</summary>
    public async Task FinishAsync(FinishRequest request)
    {
        await TryAsync("finish", () => DoneAsync(steps.FinishAsync(request)), int.MaxValue);
        await TryAsync("finish", () => DoneAsync(table.MarkFinishedAsync(jobId, stopping)), int.MaxValue);
    }

    private async Task<T> RunAsync<T>(string key, Func<Task<T>> step, int maxAttempts)
    {
        if (recorded.TryGetValue(key, out string? known))
        {
            return Parse<T>(known);
        }

        T result = await TryAsync(key, step, maxAttempts);
        return Parse<T>(await TryAsync(key, () => table.RecordAsync(jobId, key, JsonSerializer.Serialize(result, WorkflowJson.Options), stopping), int.MaxValue));
    }

    private async Task<T> TryAsync<T>(string key, Func<Task<T>> step, int maxAttempts)
    {
        for (int attempt = 1; ; attempt++)
        {
            stopping.ThrowIfCancellationRequested();
            try
            {
                return await step().WaitAsync(stopping);
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested && attempt < maxAttempts && StepRetries.IsTransient(exception))
            {
                TimeSpan delay = StepRetries.DelayAfter(attempt);
                meter.StepRetried(key.Split('-')[0]);
                EngineLog.StepFailed(logger, exception, jobId, key, attempt, delay.TotalSeconds);
                await Task.Delay(delay, time, stopping);
            }
            catch (OperationCanceledException exception) when (!stopping.IsCancellationRequested)
            {
                // To the workflow a cancelled step means that the engine stops; this one ran out of the client library's patience.
                throw new TimeoutException($"Step {key} got no answer.", exception);
            }
        }
    }

    private static async Task<bool> DoneAsync(Task step)
    {
        await step;
        return true;
    }

    private static T Parse<T>(string result) => JsonSerializer.Deserialize<T>(result, WorkflowJson.Options)!;
}
