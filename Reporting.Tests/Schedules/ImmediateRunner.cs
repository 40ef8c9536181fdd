using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Exports;
using Reporting.Exports.Workflow;
using Reporting.Tests.Exports;

namespace Reporting.Tests.Schedules;

/// <summary>An engine that has run an export by the time its start returns, or holds it, or takes another end.</summary>
internal sealed class ImmediateRunner : IExportRunner
{
    private readonly ConcurrentDictionary<string, bool> _runs = new(StringComparer.Ordinal);

    public string Engine => "test";

    /// <summary>The services; known once they are built.</summary>
    public IServiceProvider? Services { get; set; }

    /// <summary>What becomes of an export instead of running; null runs it.</summary>
    public Func<string, Task>? Instead { get; set; }

    /// <summary>Whether a schedule's file is delivered by the export's last step. False is a process that dies between the end and the delivery.</summary>
    public bool DeliversAtEnd { get; set; } = true;

    /// <summary>Every export that was started, once.</summary>
    public ICollection<string> Started => _runs.Keys;

    public async Task StartAsync(string jobId, CancellationToken cancellationToken)
    {
        if (_runs.TryAdd(jobId, true))
        {
            await (Instead?.Invoke(jobId) ?? RunAsync(jobId));
        }
    }

    /// <summary>Runs an export to its end.</summary>
    public Task RunAsync(string jobId) => DirectOrchestration.RunAsync(
        Services!.GetRequiredService<ExportOrchestrator>(), jobId, DirectOrchestration.Of(Services!.GetRequiredService<ExportActivities>(), CancellationToken.None));

    public Task SignalCancelAsync(string jobId, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<RunnerStatus> GetStatusAsync(string jobId, CancellationToken cancellationToken) =>
        Task.FromResult(new RunnerStatus(_runs.ContainsKey(jobId) ? RunnerState.Completed : RunnerState.Missing, null));
}
