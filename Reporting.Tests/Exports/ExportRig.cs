using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Reporting.Activity.Scanning;
using Reporting.Api.Exports;
using Reporting.Composition;
using Reporting.Exports;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Manifests;
using Reporting.Exports.Planning;
using Reporting.Exports.Requests;
using Reporting.Exports.Slices;
using Reporting.Exports.Workflow;
using Reporting.Reports.Reading;
using Reporting.Storage;
using Reporting.Telemetry;
using Reporting.Tests.Storage;

namespace Reporting.Tests.Exports;

/// <summary>Exports over an account of their own and a log in memory.</summary>
internal sealed class ExportRig : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _keyFile = Path.Combine(Path.GetTempPath(), "reporting-test-" + Guid.NewGuid().ToString("N") + ".pem");

    public ExportRig(string connectionString, FakeLog? log, Action<ExportsOptions>? configure = null, TimeProvider? time = null, params TablePipelinePolicy[] policies)
    {
        Log = log ?? new FakeLog();
        ConnectionString = connectionString;
        Time = time as FakeTimeProvider ?? Time;
        Storage = ReportingStorageFactory.Create(connectionString, policies);
        Runner.Setup(runner => runner.Engine).Returns("test");
        IServiceCollection services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddLogging()
            .AddMetrics()
            .AddSingleton<ReportingMeter>()
            .AddSingleton(time ?? Time)
            .AddSingleton(Storage)
            .AddSingleton(Runner.Object);
        services.AddActivity();
        services.AddFormats();
        services.AddReports();
        services.AddExports();
        services.AddSchedules();
        if (log is not null)
        {
            services.AddSingleton<IReportSource>(log);
        }

        services.Configure<ExportsOptions>(options =>
        {
            options.ManifestKeyFile = _keyFile;
            options.BlockBytes = 64 << 10;
            options.MaxRowsPerSecond = 10_000_000; // The rig's time stands still.
            configure?.Invoke(options);
        });
        _services = services.BuildServiceProvider();
    }

    public FakeLog Log { get; }

    public string ConnectionString { get; }

    public ReportingStorage Storage { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 22, 10, 15, 0, TimeSpan.Zero));

    public Mock<IExportRunner> Runner { get; } = new();

    /// <summary>The activities, for calling them by hand.</summary>
    public RigSteps Steps => new(Get<ExportActivities>());

    public ExportJobStore Jobs => Get<ExportJobStore>();

    public ExportFiles Files => Get<ExportFiles>();

    public static async Task<ExportRig> CreateAsync(
        AzuriteServer azurite, FakeLog? log = null, Action<ExportsOptions>? configure = null, TimeProvider? time = null, params TablePipelinePolicy[] policies) =>
        await CreateAtAsync(azurite.NewAccount(), log, configure, time, policies);

    /// <summary>The same on a given account, through a proxy for example.</summary>
    public static async Task<ExportRig> CreateAtAsync(
        string account, FakeLog? log = null, Action<ExportsOptions>? configure = null, TimeProvider? time = null, params TablePipelinePolicy[] policies)
    {
        var rig = new ExportRig(account, log ?? new FakeLog(), configure, time, policies);
        await StorageSetup.CreateAsync(rig.Storage, TestContext.Current.CancellationToken);
        return rig;
    }

    /// <summary>The same over the real log of the account.</summary>
    public static async Task<ExportRig> CreateRealAsync(AzuriteServer azurite, Action<ExportsOptions>? configure = null, TimeProvider? time = null)
    {
        var rig = new ExportRig(azurite.NewAccount(), null, configure, time);
        await StorageSetup.CreateAsync(rig.Storage, TestContext.Current.CancellationToken);
        return rig;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A queued job over the log's first <paramref name="seconds"/>, cut into slices of equal time.</summary>
    public async Task<ExportJob> AddJobAsync(int seconds, int slices, Func<ExportRequest, ExportRequest>? change = null, int window = 3, string engine = "test")
    {
        var request = new ExportRequest
        {
            Report = "audit-logs", Format = "CSV", Since = FakeLog.Start, Until = FakeLog.Start.AddSeconds(seconds), Columns = ["id", "description"],
        };
        var job = new ExportJob
        {
            Id = ExportIds.Create(Time.GetUtcNow()), RequestedBy = "admin@localhost", Engine = engine, State = ExportState.Queued, CreatedAt = Time.GetUtcNow(),
            Request = change?.Invoke(request) ?? request,
        };
        int per = (seconds + slices - 1) / Math.Max(slices, 1);
        var plan = new StoredPlan
        {
            PlannedAt = Time.GetUtcNow(), Watermark = Time.GetUtcNow().AddSeconds(-30), Since = request.Since, Until = request.Until, Window = window,
            Slices = [.. Enumerable.Range(0, slices).Select(slice => new PlannedSlice([new KeyRange(FakeLog.KeyOf(slice * per), FakeLog.KeyOf(Math.Min((slice + 1) * per, seconds)))], per))],
        };
        await PlanFile.WriteOnceAsync(Files, job.Id, plan, Token);
        return (await Jobs.AddAsync(job, Token)).Job!;
    }

    /// <summary>Runs the workflow of a job to its end, as an engine without a memory does.</summary>
    public async Task<ExportJob> RunAsync(string jobId, Func<object, Task<object?>>? steps = null)
    {
        await DirectOrchestration.RunAsync(Get<ExportOrchestrator>(), jobId, steps ?? Steps.RunAsync);
        return await FindAsync(jobId);
    }

    /// <summary>Cancels or deletes an export.</summary>
    public async Task<ExportDeleteOutcome> WithdrawAsync(string jobId) => (await Get<ExportWithdrawal>().RunAsync(await FindAsync(jobId), "admin@localhost", Token)).Outcome;

    /// <summary>A job and how far it is.</summary>
    public async Task<ExportStatus> DescribeAsync(string jobId) => await new ExportLookup(Jobs, Get<SliceStore>()).DescribeAsync(await FindAsync(jobId), Token);

    public async Task<ExportJob> FindAsync(string jobId) => (await Jobs.FindAsync(jobId, Token))!;

    /// <summary>The bytes of a blob, or null.</summary>
    public async Task<byte[]?> ReadAsync(string blobName) => (await Files.FindAsync(blobName, Token))?.ToArray();

    public async Task<SignedManifest> ReadManifestAsync(string jobId) => new(
        "manifest.json", await ReadAsync(ExportNames.Manifest(jobId)), System.Text.Encoding.ASCII.GetString((await ReadAsync(ExportNames.Signature(jobId)))!));

    /// <summary>Names of all blobs of a job, staged ones too.</summary>
    public async Task<List<string>> BlobsAsync(string jobId) =>
        await Storage.Blobs.GetBlobContainerClient("exports").GetBlobsAsync(Azure.Storage.Blobs.Models.BlobTraits.None, Azure.Storage.Blobs.Models.BlobStates.Uncommitted, jobId, Token)
            .Select(blob => blob.Name[(jobId.Length + 1)..]).ToListAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        File.Delete(_keyFile);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

/// <summary>The activities of an export as a test calls them.</summary>
internal sealed record RigSteps(ExportActivities Activities)
{
    public Task<ExportPlan> PlanAsync(PlanRequest request) => Activities.PlanAsync(request, TestContext.Current.CancellationToken);

    public Task<SliceResult> ExportSliceAsync(SliceRequest request) => Activities.ExportSliceAsync(request, TestContext.Current.CancellationToken);

    public Task<ExportFile> CommitAsync(CommitRequest request) => Activities.CommitAsync(request, TestContext.Current.CancellationToken);

    public Task FinishAsync(FinishRequest request) => Activities.FinishAsync(request, TestContext.Current.CancellationToken);

    /// <summary>Runs the activity that takes this request.</summary>
    public Task<object?> RunAsync(object request) => DirectOrchestration.Of(Activities, TestContext.Current.CancellationToken)(request);
}
