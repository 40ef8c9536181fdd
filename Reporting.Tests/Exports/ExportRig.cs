using Azure.Storage.Blobs.Models;
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

namespace Reporting.Tests.Exports;

/// <summary>Exports over an account of their own and a log in memory.</summary>
internal sealed class ExportRig : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _keyFile = Path.Combine(Path.GetTempPath(), "reporting-test-" + Guid.NewGuid().ToString("N") + ".pem");

    public ExportRig(
        string connectionString, FakeLog? log, Action<ExportsOptions>? configure = null, TimeProvider? time = null, params TablePipelinePolicy[] policies)
    {
        Log = log ?? new FakeLog();
        ConnectionString = connectionString;
        Time = time as FakeTimeProvider ?? Time;
        Storage = ReportingStorageFactory.Create(connectionString, policies);
        Runner.Setup(runner => runner.Engine).Returns("test");
        IServiceCollection services = Register(Storage, time ?? Time, _keyFile).AddSingleton(Runner.Object);
        if (log is not null)
        {
            services.AddSingleton<IReportSource>(log);
        }

        services.Configure<ExportsOptions>(options =>
        {
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

    /// <summary>Everything that a host registers for exports and schedules, except the engine.</summary>
    public static IServiceCollection Register(ReportingStorage storage, TimeProvider time, string keyFile) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddLogging().AddMetrics().AddSingleton<ReportingMeter>().AddSingleton(time).AddSingleton(storage)
        .AddActivity().AddFormats().AddReports().AddExports().AddSchedules().Configure<ExportsOptions>(options => options.ManifestKeyFile = keyFile);

    /// <summary>A queued job over the first seconds of a <see cref="FakeLog"/>, cut into slices of equal time.</summary>
    public static async Task<ExportJob> AddJobAsync(
        ReportingStorage storage, DateTimeOffset now, int seconds, int slices, Func<ExportRequest, ExportRequest>? change = null, int window = 3,
        string engine = "test", ExportState state = ExportState.Queued)
    {
        var request = new ExportRequest
        {
            Report = "audit-logs", Format = "CSV", Since = FakeLog.Start, Until = FakeLog.Start.AddSeconds(seconds), Columns = ["id", "description"],
        };
        var job = new ExportJob
        {
            Id = ExportIds.Create(now), RequestedBy = "admin@localhost", Engine = engine, State = state, CreatedAt = now, Request = change?.Invoke(request) ?? request,
        };
        int per = (seconds + slices - 1) / slices;
        var plan = new StoredPlan
        {
            PlannedAt = now, Watermark = now.AddSeconds(-30), Since = request.Since, Until = request.Until, Window = window,
            Slices =
            [
                .. Enumerable.Range(0, slices).Select(slice => new PlannedSlice(
                    [new KeyRange(FakeLog.KeyOf(slice * per), FakeLog.KeyOf(Math.Min((slice + 1) * per, seconds)))], per)),
            ],
        };
        await PlanFile.WriteOnceAsync(new ExportFiles(storage), job.Id, plan, Token);
        return (await new ExportJobStore(storage).AddAsync(job, Token)).Job!;
    }

    /// <summary>A queued job over the log's first <paramref name="seconds"/>.</summary>
    public Task<ExportJob> AddJobAsync(int seconds, int slices = 1, Func<ExportRequest, ExportRequest>? change = null, int window = 3, string engine = "test") =>
        AddJobAsync(Storage, Time.GetUtcNow(), seconds, slices, change, window, engine);

    /// <summary>The same, and planned.</summary>
    public async Task<ExportJob> AddPlannedJobAsync(int seconds, int slices = 1, int window = 3)
    {
        ExportJob job = await AddJobAsync(seconds, slices, window: window);
        await PlanAsync(job);
        return job;
    }

    /// <summary>The same in one slice, which is staged too: ready to commit.</summary>
    public async Task<(ExportJob Job, SliceResult Slice)> AddSlicedJobAsync(int seconds)
    {
        ExportJob job = await AddPlannedJobAsync(seconds);
        return (job, await SliceAsync(job));
    }

    /// <summary>Runs an export of the log's first <paramref name="seconds"/> to its end.</summary>
    public async Task<ExportJob> ExportAsync(int seconds, int slices = 1, Func<ExportRequest, ExportRequest>? change = null, int window = 3) =>
        await RunAsync((await AddJobAsync(seconds, slices, change, window)).Id);

    /// <summary>Starts an export through the service and runs it to its end, as often as wanted.</summary>
    public async Task<ExportJob> ExportAsync(ExportInput input)
    {
        ExportStartResult started = await Get<ExportIntake>().StartAsync(new ExportStart { Input = input, RequestedBy = "admin@localhost", Schedule = "unlimited/1" }, Token);
        ExportJob job = await RunAsync(started.Job!.Id);
        Assert.Equal(ExportState.Successful, job.State);
        return job;
    }

    /// <summary>Runs the workflow of a job to its end, as an engine without a memory does.</summary>
    public async Task<ExportJob> RunAsync(string jobId, Func<object, Task<object?>>? steps = null)
    {
        await DirectOrchestration.RunAsync(Get<ExportOrchestrator>(), jobId, steps ?? RunStepAsync);
        return await FindAsync(jobId);
    }

    /// <summary>Cancels or deletes an export.</summary>
    public async Task<ExportDeleteOutcome> WithdrawAsync(string jobId) => (await Get<ExportWithdrawal>().RunAsync(await FindAsync(jobId), "admin@localhost", Token)).Outcome;

    /// <summary>A job and how far it is.</summary>
    public async Task<ExportStatus> DescribeAsync(string jobId) => await new ExportLookup(Jobs, Get<SliceStore>()).DescribeAsync(await FindAsync(jobId), Token);

    /// <summary>Runs the activity that takes this request.</summary>
    public Task<object?> RunStepAsync(object request) => DirectOrchestration.Of(Get<ExportActivities>(), Token)(request);

    public Task<ExportPlan> PlanAsync(ExportJob job) => Get<ExportActivities>().PlanAsync(new PlanRequest(job.Id), Token);

    public Task<SliceResult> SliceAsync(ExportJob job, int slice = 0, int part = 0, string? cursor = null, long limit = 0, string? previousAttempt = null) =>
        Get<ExportActivities>().ExportSliceAsync(new SliceRequest(job.Id, slice, part, cursor, limit, previousAttempt), Token);

    public Task<ExportFile> CommitAsync(ExportJob job, params SliceResult[] slices) => Get<ExportActivities>().CommitAsync(
        new CommitRequest(job.Id, [.. slices.Select(slice => new SlicePart(slice.Slice, slice.Part, slice.Attempt))]), Token);

    public Task FinishAsync(ExportJob job, ExportOutcome outcome, ExportFile? file = null, string? reason = null) =>
        Get<ExportActivities>().FinishAsync(new FinishRequest(job.Id, outcome, file, reason), Token);

    public async Task<ExportJob> FindAsync(string jobId) => (await Jobs.FindAsync(jobId, Token))!;

    /// <summary>The bytes of a blob, or null.</summary>
    public async Task<byte[]?> ReadAsync(string blobName) => (await Files.FindAsync(blobName, Token))?.ToArray();

    public async Task<string> ReadTextAsync(string blobName) => Encoding.UTF8.GetString((await ReadAsync(blobName))!);

    public async Task<SignedManifest> ReadSignedManifestAsync(string jobId) =>
        new("manifest.json", await ReadAsync(ExportNames.Manifest(jobId)), await ReadTextAsync(ExportNames.Signature(jobId)));

    public async Task<Manifest> ReadManifestAsync(string jobId) =>
        JsonSerializer.Deserialize((await ReadSignedManifestAsync(jobId)).Content.Span, ManifestJson.Default.Manifest)!;

    /// <summary>Names of all blobs of a job, staged ones too.</summary>
    public async Task<List<string>> BlobsAsync(string jobId) =>
        await Storage.Blobs.GetBlobContainerClient("exports").GetBlobsAsync(BlobTraits.None, BlobStates.Uncommitted, jobId, Token)
            .Select(blob => blob.Name[(jobId.Length + 1)..]).ToListAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        File.Delete(_keyFile);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
