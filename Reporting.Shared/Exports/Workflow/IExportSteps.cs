namespace Reporting.Exports.Workflow;

/// <summary>The steps of an export. Each is one durable activity: it can run twice, also at once, and its result is recorded once.</summary>
public interface IExportSteps
{
    /// <summary>Fixes the range and cuts it into slices.</summary>
    Task<ExportPlan> PlanAsync(PlanRequest request);

    /// <summary>Writes one slice, or as much of it as its time budget lets it.</summary>
    Task<SliceResult> ExportSliceAsync(SliceRequest request);

    /// <summary>Makes the file of exactly the slice parts named, then its manifest.</summary>
    Task<ExportFile> CommitAsync(CommitRequest request);

    /// <summary>Brings the job to its one terminal state.</summary>
    Task FinishAsync(FinishRequest request);
}
