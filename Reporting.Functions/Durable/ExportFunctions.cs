using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Reporting.Exports.Slices;
using Reporting.Exports.Workflow;

namespace Reporting.Functions.Durable;

/// <summary>The export's orchestration and activities, bound to the Functions host.</summary>
public sealed class ExportFunctions(ExportOrchestrator orchestrator, ExportActivities activities)
{
    [Function(nameof(RunExport))]
    public Task<ExportOutcome> RunExport([OrchestrationTrigger] TaskOrchestrationContext context) => orchestrator.RunAsync(context, context.GetInput<string>()!);

    [Function(nameof(PlanExport))]
    public Task<ExportPlan> PlanExport([ActivityTrigger] PlanRequest request, CancellationToken cancellationToken) => activities.PlanAsync(request, cancellationToken);

    [Function(nameof(ExportSlice))]
    public Task<SliceResult> ExportSlice([ActivityTrigger] SliceRequest request, CancellationToken cancellationToken) => activities.ExportSliceAsync(request, cancellationToken);

    [Function(nameof(CommitExport))]
    public Task<ExportFile> CommitExport([ActivityTrigger] CommitRequest request, CancellationToken cancellationToken) => activities.CommitAsync(request, cancellationToken);

    [Function(nameof(FinishExport))]
    public Task FinishExport([ActivityTrigger] FinishRequest request, CancellationToken cancellationToken) => activities.FinishAsync(request, cancellationToken);
}
