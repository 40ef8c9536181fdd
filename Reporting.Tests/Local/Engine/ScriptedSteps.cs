using System.Collections.Concurrent;
using Reporting.Exports.Workflow;

namespace Reporting.Tests.Local.Engine;

/// <summary>Steps of an export of four slices that note each call; <paramref name="before"/> runs before each, by its name.</summary>
internal sealed class ScriptedSteps(Func<string, Task> before) : IExportSteps
{
    private readonly ConcurrentQueue<string> _done = new();

    /// <summary>The steps that ran to their end, in order.</summary>
    public List<string> Done => [.. _done];

    public Task<ExportPlan> PlanAsync(PlanRequest request) => RunAsync("plan", new ExportPlan(4, 1, 0, 40));

    public Task<SliceResult> ExportSliceAsync(SliceRequest request) =>
        RunAsync(FormattableString.Invariant($"slice {request.Slice}"), new SliceResult(request.Slice, request.Part, "0123456789abcdef", 10, 100, null));

    public Task<ExportFile> CommitAsync(CommitRequest request) =>
        RunAsync(FormattableString.Invariant($"commit {request.Slices.Count}"), new ExportFile(true, "file.csv", 400, 40, null, null));

    public Task FinishAsync(FinishRequest request) => RunAsync("finish " + request.Outcome, 0);

    private async Task<T> RunAsync<T>(string name, T result)
    {
        await before(name);
        _done.Enqueue(name);
        return result;
    }
}
