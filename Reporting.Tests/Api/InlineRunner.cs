using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Exports;
using Reporting.Exports.Workflow;
using Reporting.Tests.Exports;

namespace Reporting.Tests.Api;

/// <summary>An engine for tests of the API: runs each export in the background of the test, or holds it until it is let go.</summary>
internal sealed class InlineRunner : IExportRunner
{
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, (Task Run, TaskCompletionSource Cancel)> _runs = new(StringComparer.Ordinal);

    public string Engine => "local";

    /// <summary>The host's services; known once it is built.</summary>
    public IServiceProvider? Services { get; set; }

    /// <summary>Whether exports wait for <see cref="Release"/>.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Ids of the exports that were started.</summary>
    public ICollection<string> Started => _runs.Keys;

    public void Release() => _go.TrySetResult();

    public Task StartAsync(string jobId, CancellationToken cancellationToken)
    {
        _runs.GetOrAdd(jobId, id =>
        {
            var cancel = new TaskCompletionSource();
            return (Task.Run(() => RunAsync(id, cancel.Task), CancellationToken.None), cancel);
        });
        return Task.CompletedTask;
    }

    public Task SignalCancelAsync(string jobId, CancellationToken cancellationToken)
    {
        _runs[jobId].Cancel.TrySetResult();
        return Task.CompletedTask;
    }

    public Task<RunnerStatus> GetStatusAsync(string jobId, CancellationToken cancellationToken) =>
        Task.FromResult(new RunnerStatus(_runs.ContainsKey(jobId) ? RunnerState.Running : RunnerState.Missing, null));

    /// <summary>Waits until an export has ended.</summary>
    public Task EndOfAsync(string jobId) => _runs[jobId].Run;

    private async Task RunAsync(string jobId, Task cancelRequested)
    {
        if (IsHeld)
        {
            await Task.WhenAny(_go.Task, cancelRequested);
        }

        await DirectOrchestration.RunAsync(
            Services!.GetRequiredService<ExportOrchestrator>(), jobId, DirectOrchestration.Of(Services!.GetRequiredService<ExportActivities>(), CancellationToken.None),
            cancelRequested.IsCompleted ? cancelRequested : null);
    }
}
