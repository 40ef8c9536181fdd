using Microsoft.Azure.Functions.Worker;
using Reporting.Exports.Steps;
using Reporting.Exports.Workflow;

namespace Reporting.Functions.Durable;

/// <summary>The steps of an export as durable activities.</summary>
public sealed class ExportActivities(StoppableSteps steps)
{
    [Function(nameof(PlanExport))]
    public Task<ExportPlan> PlanExport([ActivityTrigger] PlanRequest request, CancellationToken cancellationToken) =>
        steps(cancellationToken).PlanAsync(request);

    [Function(nameof(ExportSlice))]
    public Task<SliceResult> ExportSlice([ActivityTrigger] SliceRequest request, CancellationToken cancellationToken) =>
        steps(cancellationToken).ExportSliceAsync(request);

    [Function(nameof(CommitExport))]
    public Task<ExportFile> CommitExport([ActivityTrigger] CommitRequest request, CancellationToken cancellationToken) =>
        steps(cancellationToken).CommitAsync(request);

    [Function(nameof(FinishExport))]
    public Task FinishExport([ActivityTrigger] FinishRequest request, CancellationToken cancellationToken) =>
        steps(cancellationToken).FinishAsync(request);
}
