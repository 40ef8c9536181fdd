using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reporting.Activity;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Exports.Reaping;
using Reporting.Exports.Steps;
using Reporting.Exports.Workflow;
using Reporting.Local.Engine;
using Reporting.Storage;
using Reporting.Telemetry;

namespace Reporting.Tests.Local.Engine;

/// <summary>A local engine over steps that a test makes, on an account of its own.</summary>
internal sealed class EngineFixture : IAsyncDisposable
{
    private readonly IHost _host;

    private EngineFixture(IHost host) => _host = host;

    public IExportRunner Runner => _host.Services.GetRequiredService<IExportRunner>();

    public CheckpointTable Table => _host.Services.GetRequiredService<CheckpointTable>();

    public ReportingStorage Storage => _host.Services.GetRequiredService<ReportingStorage>();

    public ShiftedWallClock Time => _host.Services.GetRequiredService<ShiftedWallClock>();

    private ExportJobStore Jobs => _host.Services.GetRequiredService<ExportJobStore>();

    public static async Task<EngineFixture> StartAsync(string account, IExportSteps steps, CancellationToken cancellationToken)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("Local:PollSeconds", "1")]);
        builder.Services.AddMetrics().AddSingleton<ReportingMeter>().AddLogging().AddSingleton<ShiftedWallClock>().AddSingleton<TimeProvider>(provider => provider.GetRequiredService<ShiftedWallClock>()).AddSingleton(ReportingStorageFactory.Create(account)).AddActivity().AddExports().AddSingleton<StoppableSteps>(_ => steps);
        builder.Services.AddLocalEngine(builder.Configuration, breakFormerLease: false);
        IHost host = builder.Build();
        await StorageSetup.CreateAsync(host.Services.GetRequiredService<ReportingStorage>(), cancellationToken);
        await host.StartAsync(cancellationToken);
        return new EngineFixture(host);
    }

    /// <summary>Adds a job and hands it to the engine.</summary>
    public async Task<string> StartExportAsync(CancellationToken cancellationToken)
    {
        string id = await AddJobAsync(cancellationToken);
        await Runner.StartAsync(id, cancellationToken);
        return id;
    }

    /// <summary>Looks once for stuck exports.</summary>
    public Task ReapAsync(CancellationToken cancellationToken) => _host.Services.GetRequiredService<ExportReaper>().RunAsync(cancellationToken);

    public async Task<ExportJob> FindAsync(string jobId, CancellationToken cancellationToken) => (await Jobs.FindAsync(jobId, cancellationToken))!;

    /// <summary>Takes a job into work, as the plan step does.</summary>
    public Task BeginJobAsync(string jobId, CancellationToken cancellationToken) =>
        Jobs.TransitionAsync(jobId, ExportState.InProgress, job => job with { StartedAt = Time.GetUtcNow() }, cancellationToken);

    /// <summary>Adds a job and does not hand it to the engine.</summary>
    public async Task<string> AddJobAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = Time.GetUtcNow();
        string id = ExportIds.Create(now);
        await Jobs.AddAsync(
            new ExportJob
            {
                Id = id, RequestedBy = "admin@localhost", Engine = "local", State = ExportState.Queued, CreatedAt = now,
                Request = new ExportRequest { Report = "usage", Format = "CSV", Since = now.AddDays(-1), Until = now },
            },
            cancellationToken);
        return id;
    }

    /// <summary>Waits until the engine has given an export up, or has forgotten it when it has ended.</summary>
    public async Task WaitForEndAsync(string jobId, CancellationToken cancellationToken)
    {
        while ((await Runner.GetStatusAsync(jobId, cancellationToken)).State == RunnerState.Running)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
