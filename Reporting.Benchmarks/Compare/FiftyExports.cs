using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reporting.Composition;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Local.Durable;
using Reporting.Storage;

namespace Reporting.Benchmarks.Compare;

/// <summary>Fifty exports of ten users, started at once on the task hub: one user has 23 of them, the nine others 3 each.</summary>
internal static class FiftyExports
{
    private const int Users = 10;
    private const int Exports = 50;
    private const int OfOthers = 3;

    /// <summary>The process that runs them: arguments are the connection string, the range of each export, and the task hub's connection string; writes the result as JSON.</summary>
    public static async Task RunOneAsync(string[] arguments)
    {
        ReportingStorage storage = ReportingStorageFactory.Create(arguments[0]);
        await StorageSetup.CreateAsync(storage);
        string keyFile = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        IServiceCollection services = WholeExport.Services(storage, keyFile, [Work.NothingKept, Work.NoLimit]);
        services.AddTaskHub(new ConfigurationBuilder().Build(), new StorageConnection { ConnectionString = arguments[3] }, onlyProcess: true);
        await using ServiceProvider provider = services.BuildServiceProvider();
        ExportJobStore jobs = provider.GetRequiredService<ExportJobStore>();
        IExportRunner runner = provider.GetRequiredService<IExportRunner>();
        long started = TimeProvider.System.GetTimestamp();
        List<string> ids = [];
        for (int number = 0; number < Exports; number++)
        {
            // The large user's come first.
            int user = number < Exports - ((Users - 1) * OfOthers) ? 0 : 1 + ((number - (Exports - ((Users - 1) * OfOthers))) / OfOthers);
            ExportJob job = WholeExport.NewJob(string.Create(CultureInfo.InvariantCulture, $"user {user}"), runner.Engine, Contest.Time(arguments[1]), Contest.Time(arguments[2]));
            await jobs.AddAsync(job, CancellationToken.None);
            await runner.StartAsync(job.Id, CancellationToken.None);
            ids.Add(job.Id);
        }

        foreach (IHostedService hosted in provider.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }

        List<ExportJob> ended = [];
        foreach (string id in ids)
        {
            ExportJob job = (await jobs.FindAsync(id, CancellationToken.None))!;
            for (; ExportTransitions.IsRunning(job.State); job = (await jobs.FindAsync(id, CancellationToken.None))!)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            }

            ended.Add(job);
        }

        double seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        foreach (IHostedService hosted in provider.GetServices<IHostedService>())
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        File.Delete(keyFile);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new FiftyResult(
            ended.Count(job => job.State == ExportState.Successful), ended.Sum(job => job.RowCount), seconds, process.TotalProcessorTime.TotalSeconds, process.PeakWorkingSet64)));
    }
}

/// <summary>How fifty exports went.</summary>
/// <param name="Successful">How many ended well.</param>
/// <param name="Rows">Rows of all files.</param>
/// <param name="Seconds">From the first one's start to the last one's end.</param>
/// <param name="ProcessorSeconds">Processor time of the process.</param>
/// <param name="PeakBytes">Its largest resident size.</param>
internal sealed record FiftyResult(int Successful, long Rows, double Seconds, double ProcessorSeconds, long PeakBytes);
