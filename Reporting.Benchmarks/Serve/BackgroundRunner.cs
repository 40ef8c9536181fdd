using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reporting.Exports.Workflow;
using Reporting.Tests.Exports;

namespace Reporting.Benchmarks.Serve;

/// <summary>Runs exports beside the API, a few at a time, without remembering their steps.</summary>
internal sealed class BackgroundRunner(IServiceProvider services) : BackgroundService, IExportRunner
{
    private const int AtATime = 4;
    private readonly Channel<string> _jobs = Channel.CreateUnbounded<string>();

    public string Engine => "benchmark";

    public Task StartAsync(string jobId, CancellationToken cancellationToken) => _jobs.Writer.WriteAsync(jobId, cancellationToken).AsTask();

    public Task SignalCancelAsync(string jobId, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<RunnerStatus> GetStatusAsync(string jobId, CancellationToken cancellationToken) => throw new NotSupportedException();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        _jobs.Reader.ReadAllAsync(stoppingToken),
        new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stoppingToken },
        async (id, cancellationToken) => await DirectOrchestration.RunAsync(
            services.GetRequiredService<ExportOrchestrator>(), id, DirectOrchestration.Of(services.GetRequiredService<ExportActivities>(), cancellationToken)));
}
