using System.Diagnostics;
using System.Net.Http.Headers;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Benchmarks.Compare;
using Reporting.Benchmarks.Compare.Document;
using Reporting.Benchmarks.Serve;
using Reporting.Composition;
using Reporting.Metrics.Days;
using Reporting.Reports.Reading;
using Reporting.Storage;

namespace Reporting.Benchmarks.Metrics;

/// <summary>Measures the numbers of a year: making its sums, and the requests of the page's first view, as the rows grow.</summary>
internal sealed class MetricsCommand(int rounds)
{
    private const int DaysOfYear = 365;
    private const int WarmUpRounds = 100;
    private static readonly TimeSpan s_compilation = TimeSpan.FromSeconds(2);
    private static readonly int[] s_repositoriesOfRun = [11, 110];

    /// <summary>Runs it.</summary>
    public async Task<Section> RunAsync()
    {
        var years = new List<Year>();
        foreach (int repositories in s_repositoriesOfRun)
        {
            years.Add(await MeasureAsync(repositories));
        }

        (Year small, Year large) = (years[0], years[^1]);
        var section = new Section();
        section.Say(string.Create(CultureInfo.InvariantCulture, $"Machine: {Machine.Describe()}. Each day has {YearOfRuns.RunsOfDay} runs, of 12 organizations, 300 recipes and 250 users; a run has rows on 11 or 110 of 3,000 repositories."));
        section.Table(
            ["a year of", "rows", "made from rows a second", "sums, KiB a day", "first view, processor s", "time s", "again, processor s", "time s", "whole year, processor s", "time s"],
            years.Select(year => (string[])
            [
                string.Create(CultureInfo.InvariantCulture, $"{year.Rows / 1_000_000.0:0} million"), Section.Number(year.Rows), Section.Number(year.Rows / year.MakingSeconds), Section.Decimal(year.Bytes / 1024.0 / DaysOfYear),
                Section.Decimal(year.First.Processor), Section.Decimal(year.First.Time), Section.Decimal(year.Again.Processor), Section.Decimal(year.Again.Time), Section.Decimal(year.Whole.Processor), Section.Decimal(year.Whole.Time),
            ]));
        section.Find(Finding.AtMost("first view of a year of 10 million runs, seconds of processor", 0.5, large.First.Processor));
        section.Find(Finding.AtMost("the same, seconds", 2, large.First.Time));
        section.Find(Finding.AtMost("first view with ten times the rows, 1 million = 1", 3, large.First.Processor / small.First.Processor));
        return section;
    }

    private async Task<Year> MeasureAsync(int repositoriesOfRun)
    {
        await using ChildServer azurite = await ChildServer.StartAzuriteAsync(Repository.Root());
        double making = await MakeAsync(azurite.ConnectionString, repositoriesOfRun);
        long bytes = await new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient(StorageNames.MetricsContainer)
            .GetBlobsAsync(BlobTraits.None, BlobStates.None, "days/", CancellationToken.None).SumAsync(blob => blob.Properties.ContentLength ?? 0);
        await using Issuer issuer = await Issuer.StartAsync();
        var views = new List<(Cost First, Cost Again, Cost Whole)>();
        for (int round = 0; round < rounds; round++)
        {
            views.Add(await ViewAsync(azurite.ConnectionString, issuer));
        }

        return new Year(
            (long)DaysOfYear * YearOfRuns.RunsOfDay * repositoriesOfRun, making, bytes, Median(views.Select(view => view.First)), Median(views.Select(view => view.Again)), Median(views.Select(view => view.Whole)));
    }

    // A pass as it runs in the hosts, over computed rows; the days are marked as a pass marks changed ones.
    private static async Task<double> MakeAsync(string connectionString, int repositoriesOfRun)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Metrics:PassRows", "100000000"), new("Metrics:PassSeconds", "300")]).Build();
        ReportingStorage storage = ReportingStorageFactory.Create(connectionString);
        await using ServiceProvider services = new ServiceCollection().AddLogging().AddSingleton(configuration).AddReporting(configuration).AddSingleton(storage)
            .AddSingleton<IReportSource>(new YearOfRuns(repositoriesOfRun)).BuildServiceProvider();
        await StorageSetup.CreateAsync(storage);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        DayStore store = services.GetRequiredService<DayStore>();
        foreach (int day in Enumerable.Range(0, DaysOfYear))
        {
            await store.MarkAsync(UtcDays.Of(now).AddDays(-day), null, now.AddMinutes(-1), CancellationToken.None);
        }

        long began = Stopwatch.GetTimestamp();
        await services.GetRequiredService<MetricsPass>().RunAsync(CancellationToken.None);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return (await store.ListAsync(CancellationToken.None)).Values.All(day => day.IsCurrent) ? seconds : throw new InvalidOperationException("The pass did not make every day's sums.");
    }

    private static async Task<(Cost First, Cost Again, Cost Whole)> ViewAsync(string connectionString, Issuer issuer)
    {
        await using ChildServer api = await ChildServer.StartAsync("serve-host", connectionString, issuer.Address, "False");
        using var http = new HttpClient { BaseAddress = new Uri(api.Address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", issuer.Issue("admin@example.com"));
        DateOnly tomorrow = UtcDays.Of(TimeProvider.System.GetUtcNow()).AddDays(1);

        // Compiled code, but not the days of the view: the year's first weeks.
        for (int round = 0; round < WarmUpRounds; round++)
        {
            await AskAsync(http, tomorrow.AddDays(-360), tomorrow.AddDays(-340), "day");
        }

        // The runtime compiles again, in the background, what has run often.
        await Task.Delay(s_compilation, TimeProvider.System);

        Cost first = await CostAsync(api, () => AskAsync(http, tomorrow.AddDays(-90), tomorrow, "day"));
        Cost again = await CostAsync(api, () => AskAsync(http, tomorrow.AddDays(-90), tomorrow, "day"));
        Cost whole = await CostAsync(api, () => AskAsync(http, tomorrow.AddDays(-364), tomorrow, "week"));
        return (first, again, whole);
    }

    // What the page asks for at first: the cards and charts, the tables of recipes, recipes with commits, users and organizations.
    private static async Task AskAsync(HttpClient http, DateOnly since, DateOnly until, string interval)
    {
        string range = string.Create(CultureInfo.InvariantCulture, $"/api/metrics?since={since:yyyy-MM-dd}&until={until:yyyy-MM-dd}&interval={interval}");
        string[] answers = await Task.WhenAll(new[] { "", "&groupBy=recipe&first=10", "&groupBy=recipe&sort=commits&first=10", "&groupBy=user&first=10", "&groupBy=organization&first=10" }
            .Select(grouping => http.GetStringAsync(range + grouping)));
        if (!answers.All(answer => answer.Contains("\"recipeRuns\":", StringComparison.Ordinal)))
        {
            throw new InvalidOperationException("An answer has no numbers.");
        }
    }

    private static async Task<Cost> CostAsync(ChildServer api, Func<Task> ask)
    {
        TimeSpan processor = api.ProcessorTime;
        long began = Stopwatch.GetTimestamp();
        await ask();
        double time = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new Cost((api.ProcessorTime - processor).TotalSeconds, time);
    }

    private static Cost Median(IEnumerable<Cost> costs) => costs.OrderBy(cost => cost.Processor).ToList() is var sorted ? sorted[sorted.Count / 2] : default;

    private readonly record struct Cost(double Processor, double Time);

    private sealed record Year(long Rows, double MakingSeconds, long Bytes, Cost First, Cost Again, Cost Whole);
}
