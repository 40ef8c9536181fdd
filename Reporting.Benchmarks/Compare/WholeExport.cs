using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Composition;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Exports.Workflow;
using Reporting.Storage;
using Reporting.Telemetry;
using Reporting.Tests.Exports;

namespace Reporting.Benchmarks.Compare;

/// <summary>A whole export, from plan to manifest, as the hosts run it; needs a real blob service.</summary>
internal static class WholeExport
{
    private static ServiceProvider? s_host;

    /// <summary>Runs it in the one host of this process: what a host keeps from one export to the next, buffers above all, is kept here too.</summary>
    public static async Task<(long Rows, long Bytes)> RunAsync(Work work, bool gzip = false)
    {
        s_host ??= await StartAsync(work);
        ExportJob job = NewJob("benchmark", "benchmark", work.Since, work.Until, gzip);
        ExportJobStore jobs = s_host.GetRequiredService<ExportJobStore>();
        await jobs.AddAsync(job, CancellationToken.None);
        await DirectOrchestration.RunAsync(
            s_host.GetRequiredService<ExportOrchestrator>(), job.Id, DirectOrchestration.Of(s_host.GetRequiredService<ExportActivities>(), CancellationToken.None));
        ExportJob done = (await jobs.FindAsync(job.Id, CancellationToken.None))!;
        return done.State == ExportState.Successful ? (done.RowCount, done.FileSize) : throw new InvalidOperationException($"The export ended {done.State}: {done.StateMessage}");
    }

    private static async Task<ServiceProvider> StartAsync(Work work)
    {
        ReportingStorage storage = ReportingStorageFactory.Create(work.ConnectionString);
        await StorageSetup.CreateAsync(storage);
        string keyFile = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(keyFile);
        return Services(storage, keyFile, work.Settings).AddSingleton<IExportRunner, NoRunner>().BuildServiceProvider();
    }

    /// <summary>What a host registers for exports, but for what runs them.</summary>
    public static IServiceCollection Services(ReportingStorage storage, string keyFile, IEnumerable<string> settings)
    {
        IEnumerable<KeyValuePair<string, string?>> pairs = settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]));
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Exports:ManifestKeyFile", keyFile), .. pairs]).Build())
            .AddLogging()
            .AddMetrics()
            .AddSingleton<ReportingMeter>()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(storage)
            .AddActivity().AddFormats().AddReports().AddExports();
    }

    /// <summary>A job for all recipe runs of a range, as CSV.</summary>
    public static ExportJob NewJob(string requestedBy, string engine, DateTimeOffset since, DateTimeOffset until, bool gzip = false)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new ExportJob
        {
            Id = ExportIds.Create(now), RequestedBy = requestedBy, Engine = engine, State = ExportState.Queued, CreatedAt = now,
            Request = new ExportRequest { Report = Work.Report.Name, Format = "CSV", Since = since, Until = until, Gzip = gzip },
        };
    }

    private sealed class NoRunner : IExportRunner
    {
        public string Engine => "benchmark";

        public Task StartAsync(string jobId, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task SignalCancelAsync(string jobId, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<RunnerStatus> GetStatusAsync(string jobId, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
