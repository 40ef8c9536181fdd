using Reporting.Exports.Workflow;

namespace Reporting.Tests.Exports.Steps;

/// <summary>Runs each step twice, one after the other or at once, and goes on with the second result.</summary>
internal sealed class TwiceSteps(IExportSteps steps, bool atOnce) : IExportSteps
{
    /// <summary>What both runs of the commit gave.</summary>
    public List<ExportFile> Files { get; } = [];

    public Task<ExportPlan> PlanAsync(PlanRequest request) => TwiceAsync(() => steps.PlanAsync(request));

    public Task<SliceResult> ExportSliceAsync(SliceRequest request) => TwiceAsync(() => steps.ExportSliceAsync(request));

    public Task<ExportFile> CommitAsync(CommitRequest request) => TwiceAsync(() => steps.CommitAsync(request));

    public Task FinishAsync(FinishRequest request) => TwiceAsync(async () =>
    {
        await steps.FinishAsync(request);
        return 0;
    });

    private async Task<T> TwiceAsync<T>(Func<Task<T>> step)
    {
        Task<T> one = step();
        if (!atOnce)
        {
            await one;
        }

        T other = await step();
        if (await one is ExportFile file)
        {
            Files.AddRange([file, (ExportFile)(object)other!]);
        }

        return other;
    }
}
