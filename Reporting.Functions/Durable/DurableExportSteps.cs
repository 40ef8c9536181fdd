using Microsoft.DurableTask;
using Reporting.Exports.Workflow;

namespace Reporting.Functions.Durable;

/// <summary>The steps as an orchestration calls them: each a recorded activity, retried with back-off.</summary>
internal sealed class DurableExportSteps(TaskOrchestrationContext context, StepRetries retries) : IExportSteps
{
    public Task<ExportPlan> PlanAsync(PlanRequest request) =>
        StepFailures.ExplainAsync(context.CallActivityAsync<ExportPlan>(nameof(ExportActivities.PlanExport), request, retries.Plan));

    public Task<SliceResult> ExportSliceAsync(SliceRequest request) =>
        StepFailures.ExplainAsync(context.CallActivityAsync<SliceResult>(nameof(ExportActivities.ExportSlice), request, retries.Slice));

    public Task<ExportFile> CommitAsync(CommitRequest request) =>
        StepFailures.ExplainAsync(context.CallActivityAsync<ExportFile>(nameof(ExportActivities.CommitExport), request, retries.Commit));

    public Task FinishAsync(FinishRequest request) =>
        context.CallActivityAsync(nameof(ExportActivities.FinishExport), request, retries.Finish);
}
