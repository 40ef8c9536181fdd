using Microsoft.Azure.Functions.Worker;
using Reporting.Exports.Workflow;

namespace Reporting.Functions.Durable;

/// <summary>The steps of an export as durable activities.</summary>
public sealed class ExportActivities(IExportSteps steps)
{
    [Function(nameof(PlanExport))]
    public Task<ExportPlan> PlanExport([ActivityTrigger] PlanRequest request) => steps.PlanAsync(request);

    [Function(nameof(ExportSlice))]
    public Task<SliceResult> ExportSlice([ActivityTrigger] SliceRequest request) => steps.ExportSliceAsync(request);

    [Function(nameof(CommitExport))]
    public Task<ExportFile> CommitExport([ActivityTrigger] CommitRequest request) => steps.CommitAsync(request);

    [Function(nameof(FinishExport))]
    public Task FinishExport([ActivityTrigger] FinishRequest request) => steps.FinishAsync(request);
}
