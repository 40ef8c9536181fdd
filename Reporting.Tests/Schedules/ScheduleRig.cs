using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Reporting.Activity.Writing;
using Reporting.Composition;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Exports.Manifests;
using Reporting.Exports.Requests;
using Reporting.Exports.Workflow;
using Reporting.Schedules;
using Reporting.Schedules.Requests;
using Reporting.Schedules.Store;
using Reporting.Schedules.Turns;
using Reporting.Storage;
using Reporting.Tests.Exports;

namespace Reporting.Tests.Schedules;

/// <summary>Schedules over an account of their own with a real log, under a clock that stands still, with an engine that runs an export as it is started.</summary>
internal sealed class ScheduleRig : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _services;
    private readonly string _connectionString;

    private ScheduleRig(string connectionString, string keyFile, FakeTimeProvider time, ImmediateRunner runner, Action<SchedulesOptions>? configure)
    {
        _connectionString = connectionString;
        (KeyFile, Time, Runner) = (keyFile, time, runner);
        Storage = ReportingStorageFactory.Create(connectionString);
        IServiceCollection services = ExportRig.Register(Storage, time, keyFile).AddSingleton<IExportRunner>(runner);
        services.AddSingleton<ScheduledExportEnded>(provider => (job, token) =>
            runner.DeliversAtEnd ? provider.GetRequiredService<ScheduleTick>().DeliverAsync(job, token) : Task.CompletedTask);
        services.Configure<SchedulesOptions>(options => configure?.Invoke(options));
        _services = services.BuildServiceProvider();
        runner.Services = _services;
    }

    public FakeTimeProvider Time { get; }

    public ImmediateRunner Runner { get; }

    public ReportingStorage Storage { get; }

    public string KeyFile { get; }

    public ScheduleEditor Editor => Get<ScheduleEditor>();

    public ScheduleStore Store => Get<ScheduleStore>();

    public ActivityWriter Writer => Get<ActivityWriter>();

    public ExportJobStore Jobs => Get<ExportJobStore>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="azurite">The emulator.</param>
    /// <param name="through">Makes another connection string of the account's, such as a proxy's.</param>
    /// <param name="configure">Changes settings.</param>
    public static async Task<ScheduleRig> CreateAsync(AzuriteServer azurite, Func<string, Task<string>>? through = null, Action<SchedulesOptions>? configure = null)
    {
        string account = azurite.NewAccount();
        await StorageSetup.CreateAsync(ReportingStorageFactory.Create(account), Token);
        string keyFile = Path.Combine(Path.GetTempPath(), "reporting-tests-" + Environment.ProcessId, "schedules-key.pem");
        return new ScheduleRig(through is null ? account : await through(account), keyFile, new FakeTimeProvider(Start), new ImmediateRunner(), configure);
    }

    /// <summary>Another process on the same account, with the same engine and clock.</summary>
    public ScheduleRig Another() => new(_connectionString, KeyFile, Time, Runner, null);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A schedule; of the audit log it takes what tests write, not what the service does itself.</summary>
    public static ScheduleInput Input(string report = "audit-logs", string cron = "0 * * * *", string zone = "UTC") => new()
    {
        Report = report, Format = "CSV", Cron = cron, TimeZone = zone,
        Filters = report is "audit-logs" ? new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["user"] = ["dev@example.com"] } : null,
    };

    public async Task<Schedule> PutAsync(ScheduleInput? input = null, string name = "hourly") =>
        (await Editor.PutAsync(name, input ?? Input(), "ada@example.com", _ => true, Token)).Schedule!;

    public async Task<Schedule> FindAsync(string name = "hourly") => (await Store.FindAsync(name, Token))!;

    /// <summary>Moves the clock on and looks at the schedules.</summary>
    public async Task TickAsync(TimeSpan? later = null)
    {
        Time.Advance(later ?? TimeSpan.Zero);
        await Get<ScheduleTick>().RunAsync(Token);
    }

    /// <summary>Cancels or deletes an export.</summary>
    public async Task WithdrawAsync(string jobId, string by) => await Get<ExportWithdrawal>().RunAsync((await Jobs.FindAsync(jobId, Token))!, by, Token);

    public Task EndAsync(string jobId, ExportState state, string message = "") =>
        Jobs.TransitionAsync(jobId, state, job => job with { StateMessage = message, EndedAt = Time.GetUtcNow() }, Token);

    /// <summary>Every blob that was delivered, by name below the schedule's folder.</summary>
    public async Task<SortedDictionary<string, byte[]>> DeliveredAsync(string name = "hourly") => (await DeliveredChain.ReadAsync(Storage, name, Token)).Blobs;

    /// <summary>The schedule's manifests in the order of their chain, after the chain up to its head, and each file, was found to be as signed.</summary>
    public async Task<List<Manifest>> VerifiedChainAsync(string name = "hourly") =>
        await (await DeliveredChain.ReadAsync(Storage, name, Token)).VerifiedAsync(await Get<IManifestKeys>().ListAsync(Token), (await FindAsync(name)).HeadManifestSha256, Token);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
