using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Reporting.Composition;
using Reporting.Exports;
using Reporting.Storage;
using Reporting.Tests.Storage.Memory;

namespace Reporting.Tests.WholeSystem.Campaign;

/// <summary>Exports under random faults of storage and random deaths of their host: whole and once, or failed with a reason.</summary>
public sealed partial class FaultCampaignTests(AzuriteServer azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Two small campaigns over the real log in Azurite.</summary>
    [Theory]
    [InlineData(4, 0.05)]
    [InlineData(10, 0.2)]
    public async Task A_small_export_under_faults_and_deaths_is_whole_and_once_or_failed_with_a_reason(int seed, double share)
    {
        LongTests.SkipUnlessEnabledOr(quick: share <= 0.1); // At 20 % it mostly waits for storage that does not answer.

        const int Rows = 2_000;
        var log = new CampaignLog(Rows);
        var export = CampaignExport.Of(seed, Rows);
        Dictionary<string, string> settings = Settings(sliceRows: 250, blockBytes: 64 << 10);
        using var runner = new CampaignRunner(await CreateAsync(log), null, settings);
        CampaignRun undisturbed = await runner.RunUndisturbedAsync(export, Cancellation);
        AssertComplete(undisturbed, export, Rows);
        Check(seed, share, export, undisturbed, await runner.RunAsync(export, new CampaignFaults(seed, share, Deaths: 1, undisturbed.Requests), ownProcess: false, Cancellation));
    }

    /// <summary>
    /// 20 seeds at 1, 5 and 20 % over 100,000 rows of 64 hours. The log's tables are in memory and shared by the seeds (MemoryTableDifferenceTests shows that they respond as Azurite
    /// does); jobs, steps, slices, blocks, files and manifests are in Azurite.
    /// </summary>
    [Fact]
    public async Task Twenty_seeds_of_faults_and_deaths_leave_every_export_whole_and_once_or_failed_with_a_reason()
    {
        LongTests.SkipUnlessEnabled();
        const int Rows = 100_000;
        var log = new CampaignLog(Rows);
        await using MemoryTableService tables = await MemoryTableService.StartAsync(azurite.NewAccount(), TimeProvider.System, Cancellation);
        await log.WriteAsync(tables.ConnectionString, Cancellation);
        Dictionary<string, string> settings = Settings(sliceRows: 5_000, blockBytes: 1 << 20);
        var undisturbed = new ConcurrentDictionary<CampaignExport, Lazy<Task<CampaignRun>>>();
        var runs = new ConcurrentBag<(double Share, CampaignRun Run, int Undisturbed)>();
        await Parallel.ForEachAsync(Enumerable.Range(1, 20), new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = Cancellation }, async (seed, cancellation) =>
        {
            var export = CampaignExport.Of(seed, Rows);
            CampaignRun expected = await undisturbed.GetOrAdd(export, _ => new Lazy<Task<CampaignRun>>(() => RunUndisturbedAsync(export))).Value;
            using var runner = new CampaignRunner(await CreateAsync(log: null), tables.Address, settings);
            foreach (double share in new[] { 0.01, 0.05, 0.2 })
            {
                // Three seeds have their hosts in processes of their own.
                var chance = new CampaignFaults(seed, share, Deaths: share < 0.02 ? seed % 2 : 1 + (seed % 2), expected.Requests);
                CampaignRun run = await runner.RunAsync(export, chance, ownProcess: seed > 17 && share is 0.05, cancellation);
                Check(seed, share, export, expected, run);
                runs.Add((share, run, expected.Requests));
            }
        });
        foreach (var share in runs.GroupBy(run => run.Share).OrderBy(share => share.Key))
        {
            TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
                $"at {share.Key:P0}: {share.Count(run => run.Run.State == ExportState.Successful)} of {share.Count()} successful, {share.Sum(run => run.Run.Deaths)} deaths, at most {share.Max(run => (double)run.Run.Requests / run.Undisturbed):F2} times the requests (mean {share.Average(run => (double)run.Run.Requests / run.Undisturbed):F2}), at most {share.Max(run => run.Run.Elapsed.TotalSeconds):F0} s"));
        }

        Assert.Equal(60, runs.Count);
        Assert.True(runs.Sum(run => run.Run.Deaths) > 30, "Hardly any host died: the campaign shows little.");

        async Task<CampaignRun> RunUndisturbedAsync(CampaignExport export)
        {
            using var runner = new CampaignRunner(await CreateAsync(log: null), tables.Address, settings);
            CampaignRun run = await runner.RunUndisturbedAsync(export, Cancellation);
            AssertComplete(run, export, Rows);
            return run;
        }
    }

    // An account with the log in its own tables, or without one.
    private async Task<string> CreateAsync(CampaignLog? log)
    {
        string account = azurite.NewAccount();
        await (log?.WriteAsync(account, Cancellation) ?? StorageSetup.CreateAsync(ReportingStorageFactory.Create(account), Cancellation));
        return account;
    }

    internal static Dictionary<string, string> Settings(int sliceRows, int blockBytes) => new(StringComparer.Ordinal)
    {
        ["Exports:SliceRows"] = Text(sliceRows), ["Exports:MinSliceRows"] = Text(sliceRows), ["Exports:Window"] = "4", ["Exports:BlockBytes"] = Text(blockBytes),
        ["ReportingStorage:trySeconds"] = "5", ["TaskHubStorage:trySeconds"] = "5",
    };

    private static void Check(int seed, double share, CampaignExport export, CampaignRun undisturbed, CampaignRun run)
    {
        string what = FormattableString.Invariant($"seed {seed} at {share:P0} ({export}): {run.State} {run.Message}, {run.Requests} requests (undisturbed {undisturbed.Requests}), {run.Deaths} deaths, {run.Elapsed.TotalSeconds:F1} s");
        TestContext.Current.TestOutputHelper?.WriteLine(what);
        if (run.State == ExportState.Successful)
        {
            Assert.True(undisturbed.File!.AsSpan().SequenceEqual(run.File), what + ": the file differs.");
        }

        if (share <= 0.05)
        {
            Assert.True(run.State == ExportState.Successful, what);
            Assert.True(run.Requests <= 3 * undisturbed.Requests, what);
        }
        else
        {
            Assert.True(run.State is ExportState.Successful or ExportState.Failed, what);
        }
    }

    internal static void AssertComplete(CampaignRun run, CampaignExport export, int rows)
    {
        Assert.Equal(ExportState.Successful, run.State);
        using Stream plain = export.Gzip ? new GZipStream(new MemoryStream(run.File!), CompressionMode.Decompress) : new MemoryStream(run.File!);
        using var reader = new StreamReader(plain, Encoding.UTF8);
        int next = 0;
        while (reader.ReadLine() is { } line)
        {
            if (EventId().Match(line) is { Success: true } id)
            {
                Assert.Equal(next++, int.Parse(id.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        Assert.Equal(export.First > 0 ? export.First : rows, next);
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"event-(\d{6})", RegexOptions.None, 1000)]
    private static partial Regex EventId();
}
