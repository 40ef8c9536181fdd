using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Activity;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Exports.Steps;
using Reporting.Exports.Workflow;
using Reporting.Formats;
using Reporting.Reports;
using Reporting.Storage;

namespace Reporting.Benchmarks.Compare;

/// <summary>A whole export, from plan to manifest, as the hosts run it; needs a real blob service.</summary>
internal static class WholeExport
{
    public static async Task<(long Rows, long Bytes)> RunAsync(Work work)
    {
        ReportingStorage storage = ReportingStorageFactory.Create(work.ConnectionString);
        await StorageSetup.CreateAsync(storage);
        string keyFile = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            IServiceCollection services = new ServiceCollection()
                .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Exports:ManifestKeyFile", keyFile)]).Build())
                .AddLogging()
                .AddSingleton(TimeProvider.System)
                .AddSingleton(storage)
                .AddSingleton<IExportRunner, NoRunner>()
                .AddActivity().AddFormats().AddReports().AddExports();
            await using ServiceProvider provider = services.BuildServiceProvider();
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            var job = new ExportJob
            {
                Id = ExportIds.Create(now), RequestedBy = "benchmark", Engine = "benchmark", State = ExportState.Queued, CreatedAt = now,
                Request = new ExportRequest { Report = Work.Report.Name, Format = "CSV", Since = work.Since, Until = work.Until },
            };
            ExportJobStore jobs = provider.GetRequiredService<ExportJobStore>();
            await jobs.AddAsync(job, CancellationToken.None);
            await ExportWorkflow.RunAsync(job.Id, provider.GetRequiredService<ExportSteps>(), new NoSignals());
            ExportJob done = (await jobs.FindAsync(job.Id, CancellationToken.None))!;
            return done.State == ExportState.Successful ? (done.RowCount, done.FileSize) : throw new InvalidOperationException($"The export ended {done.State}: {done.StateMessage}");
        }
        finally
        {
            File.Delete(keyFile);
        }
    }

    private sealed class NoSignals : IExportSignals
    {
        public Task CancelRequested { get; } = new TaskCompletionSource().Task;

        public void Report(ExportProgress progress)
        {
        }
    }

    private sealed class NoRunner : IExportRunner
    {
        public string Engine => "benchmark";

        public Task StartAsync(string jobId, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task SignalCancelAsync(string jobId, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<RunnerStatus> GetStatusAsync(string jobId, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
