using Reporting.Exports.Workflow;

namespace Reporting.Exports.Steps;

/// <summary>
/// The real steps, for whatever engine runs them. Each can run twice, also at once. An engine that can stop in the middle takes
/// <see cref="WithCancellation"/>.
/// </summary>
public sealed class ExportSteps : IExportSteps
{
    private readonly PlanStep _plan;
    private readonly SliceStep _slice;
    private readonly CommitStep _commit;
    private readonly FinishStep _finish;
    private readonly CancellationToken _cancellationToken;

    internal ExportSteps(PlanStep plan, SliceStep slice, CommitStep commit, FinishStep finish, CancellationToken cancellationToken = default) =>
        (_plan, _slice, _commit, _finish, _cancellationToken) = (plan, slice, commit, finish, cancellationToken);

    /// <summary>The same steps, which throw <see cref="OperationCanceledException"/> once the token is cancelled; running them again later goes on.</summary>
    public ExportSteps WithCancellation(CancellationToken cancellationToken) => new(_plan, _slice, _commit, _finish, cancellationToken);

    /// <inheritdoc/>
    public Task<ExportPlan> PlanAsync(PlanRequest request) => _plan.RunAsync(request, _cancellationToken);

    /// <inheritdoc/>
    public Task<SliceResult> ExportSliceAsync(SliceRequest request) => _slice.RunAsync(request, _cancellationToken);

    /// <inheritdoc/>
    public Task<ExportFile> CommitAsync(CommitRequest request) => _commit.RunAsync(request, _cancellationToken);

    /// <inheritdoc/>
    public Task FinishAsync(FinishRequest request) => _finish.RunAsync(request, _cancellationToken);
}
