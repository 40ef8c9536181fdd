using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reporting.Composition;
using Reporting.Exports;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Reaping;
using Reporting.Local.Durable;
using Reporting.Local.Housekeeping;
using Reporting.Reports.Reading;
using Reporting.Storage;
using Reporting.Telemetry;
using Reporting.Tests.Api;
using Reporting.Tests.Exports;

namespace Reporting.Tests.Local.Durable;

/// <summary>The engine of a local host with the real activities, over a log in memory of 40 rows in four slices.</summary>
internal sealed class TaskHubFixture : IAsyncDisposable
{
    private static readonly string KeyFile = Path.Combine(Path.GetTempPath(), FormattableString.Invariant($"reporting-tests-{Environment.ProcessId}-task-hub.pem"));
    private readonly IHost _host;

    private TaskHubFixture(IHost host, FakeLog log) => (_host, Log) = (host, log);

    public FakeLog Log { get; }

    public IExportRunner Runner => Get<IExportRunner>();

    public ReportingStorage Storage => Get<ReportingStorage>();

    public ShiftedTime Time => Get<ShiftedTime>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts an engine on an account, with its task hub there too or elsewhere.</summary>
    public static async Task<TaskHubFixture> StartAsync(string account, string? hub = null, FakeLog? log = null, int maxActivities = 8)
    {
        log = (log ?? new FakeLog()).Fill(40);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("Local:MaxActivities", maxActivities.ToString(CultureInfo.InvariantCulture))]);
        builder.Services.AddMetrics().AddSingleton<ReportingMeter>().AddLogging().AddSingleton<ShiftedTime>().AddSingleton<TimeProvider>(provider => provider.GetRequiredService<ShiftedTime>());
        builder.Services.AddSingleton<IConfiguration>(builder.Configuration).AddSingleton(ReportingStorageFactory.Create(account)).AddActivity().AddFormats().AddReports().AddExports();
        builder.Services.AddSingleton<IReportSource>(log).Configure<ExportsOptions>(options => options.ManifestKeyFile = KeyFile);
        builder.Services.AddOptions<HousekeepingOptions>();
        builder.Services.AddSingleton<HistoryPurgeService>();
        builder.Services.AddTaskHub(builder.Configuration, new StorageConnection { ConnectionString = hub ?? account }, onlyProcess: false);
        IHost host = builder.Build();
        await StorageSetup.CreateAsync(host.Services.GetRequiredService<ReportingStorage>(), Cancellation);
        await host.StartAsync(Cancellation);
        return new TaskHubFixture(host, log);
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Adds a job and hands it to the engine.</summary>
    public async Task<string> StartExportAsync(int window = 1)
    {
        string id = await AddJobAsync(Storage, Time.GetUtcNow(), window);
        await Runner.StartAsync(id, Cancellation);
        return id;
    }

    /// <summary>Adds a job with its plan, and hands it to no engine.</summary>
    public static async Task<string> AddJobAsync(ReportingStorage storage, DateTimeOffset now, int window = 1, ExportState state = ExportState.Queued) =>
        (await ExportRig.AddJobAsync(storage, now, seconds: 40, slices: 4, window: window, engine: "local", state: state)).Id;

    /// <summary>Looks once for stuck exports.</summary>
    public Task ReapAsync() => Get<ExportReaper>().RunAsync(Cancellation);

    public async Task<ExportJob> FindAsync(string jobId) => (await Get<ExportJobStore>().FindAsync(jobId, Cancellation))!;

    /// <summary>Waits until the job has ended.</summary>
    public async Task<ExportJob> WaitForJobAsync(string jobId)
    {
        ExportJob job;
        while (ExportTransitions.IsRunning((job = await FindAsync(jobId)).State))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        }

        return job;
    }

    /// <summary>Waits until the job and its orchestration have ended.</summary>
    public async Task<ExportJob> WaitForEndAsync(string jobId)
    {
        while (ExportTransitions.IsRunning((await FindAsync(jobId)).State) || (await Runner.GetStatusAsync(jobId, Cancellation)).State is RunnerState.Running)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        }

        return await FindAsync(jobId);
    }

    /// <summary>The bytes of an export's file as text.</summary>
    public async Task<string> FileAsync(ExportJob job) => (await Get<ExportFiles>().FindAsync(job.FileName, Cancellation))!.ToString();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
