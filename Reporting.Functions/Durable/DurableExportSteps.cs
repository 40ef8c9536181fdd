using Microsoft.DurableTask;
using Reporting.Exports.Workflow;

namespace Reporting.Functions.Durable;

/// <summary>The steps as an orchestration calls them: each a recorded activity, tried again with back-off.</summary>
internal sealed class DurableExportSteps(TaskOrchestrationContext context, StepRetries retries) : IExportSteps
{
    public Task<ExportPlan> PlanAsync(PlanRequest request) => retries.RunAsync(
        StepTries.Plan, () => context.CallActivityAsync<ExportPlan>(nameof(ExportActivities.PlanExport), request));

    public Task<SliceResult> ExportSliceAsync(SliceRequest request) => retries.RunAsync(
        StepTries.Slice, () => context.CallActivityAsync<SliceResult>(nameof(ExportActivities.ExportSlice), request));

    public Task<ExportFile> CommitAsync(CommitRequest request) => retries.RunAsync(
        StepTries.Commit, () => context.CallActivityAsync<ExportFile>(nameof(ExportActivities.CommitExport), request));

    public Task FinishAsync(FinishRequest request) => retries.RunAsync(StepTries.Finish, async () =>
    {
        await context.CallActivityAsync(nameof(ExportActivities.FinishExport), request);
        return request.Outcome;
    });
}
