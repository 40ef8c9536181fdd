using Reporting.Benchmarks.Compare.Document;
using Reporting.Benchmarks.Data;
using Reporting.Benchmarks.Server;

namespace Reporting.Benchmarks.Compare.Parts;

/// <summary>The ways to get the rows, side by side over one service.</summary>
internal static class ReadersPart
{
    private const string Ours = "ours";
    private const string Raw = "raw";
    private const string Sdk = "sdk";

    private static readonly (string Name, string Title)[] Readers =
    [
        (Ours, "Reporting: scan, cells, CSV"), (Raw, "Raw pages, thrown away"), ("tokens", "Raw pages, tokens only"),
        (Sdk, "SDK entities and CsvHelper, serial"), ("sdk-typed", "SDK typed rows and CsvHelper, serial"),
    ];

    /// <summary>The table server without latency: what a row costs the processor, with HTTP.</summary>
    public static async Task<Section> ServerAsync(Bench bench)
    {
        var options = new TableServerOptions(bench.ServerRows, 10_000, 1, 0, 0, 0);
        await using ChildServer server = await ChildServer.StartTableServerAsync(options);
        var section = new Section();
        Dictionary<string, Result> results = await MeasureAsync(section, bench, new Work(server.ConnectionString, BenchmarkLog.Start, options.Log.End, 2), Readers);
        string chart = BarChart.Draw("Rows a processor second, over HTTP", [.. results.Select(result => (result.Key, result.Value.RowsPerProcessorSecond, string.Equals(result.Key, Readers[0].Title, StringComparison.Ordinal)))]);
        await File.WriteAllTextAsync(Path.Combine(bench.Images, "performance.svg"), chart);
        section.Find(Finding.AtLeast("Rows a processor second over HTTP, of SDK and CsvHelper", 5, results[Readers[0].Title].RowsPerProcessorSecond / results[Readers[3].Title].RowsPerProcessorSecond));
        section.Find(Finding.AtMost("Bytes allocated a row over HTTP", 100, (double)results[Readers[0].Title].AllocatedBytes / bench.ServerRows));
        return section;
    }

    /// <summary>The table server with 20 ms a page: what waiting costs.</summary>
    public static async Task<Section> LatencyAsync(Bench bench)
    {
        var options = new TableServerOptions(bench.ServerRows, 10_000, 1, 20, 0, 0);
        await using ChildServer server = await ChildServer.StartTableServerAsync(options);
        var section = new Section();
        Dictionary<string, Result> results = await MeasureAsync(section, bench, new Work(server.ConnectionString, BenchmarkLog.Start, options.Log.End, 16), [Readers[0], Readers[1], Readers[3], Readers[4]]);
        section.Find(Finding.AtLeast("Times as fast as the serial SDK loop", 8, results[Readers[3].Title].Seconds / results[Readers[0].Title].Seconds));
        return section;
    }

    /// <summary>Azurite: a whole export against the raw drain of the same pages.</summary>
    public static async Task<Section> AzuriteAsync(Bench bench)
    {
        await using ChildServer azurite = await ChildServer.StartAzuriteAsync(bench.Repository);
        var log = new BenchmarkLog(Work.Table, bench.AzuriteRows, 5_000, 1);
        await AzuriteLog.FillAsync(azurite.ConnectionString, log);
        var section = new Section();
        (string Name, string Title)[] readers =
        [
            ("export", "Reporting: a whole export, plan to manifest"), ("export-gzip", "Reporting: a whole export with gzip"), Readers[0], Readers[1], Readers[3], Readers[4],
        ];
        Dictionary<string, Result> results = await MeasureAsync(section, bench, new Work(azurite.ConnectionString, BenchmarkLog.Start, log.End, 16, Work.NoLimit), readers);
        double raw = results[Readers[1].Title].Seconds;
        section.Find(Finding.AtMost("A whole export's time with gzip, of the raw drain's with the same parallelism", 1.15, results[readers[1].Title].Seconds / raw));
        section.Find(Finding.AtMost("The same without gzip", 1.15, results[readers[0].Title].Seconds / raw));
        return section;
    }

    private static async Task<Dictionary<string, Result>> MeasureAsync(Section section, Bench bench, Work work, IReadOnlyList<(string Name, string Title)> readers)
    {
        var contenders = new List<(string Name, Func<Task<Result>> Run)>();
        foreach ((string name, string title) in readers)
        {
            contenders.Add((title, () => Contest.RunAsync(name, work)));
        }

        if (bench.Node is { } node)
        {
            contenders.Add(("Node: @azure/data-tables, csv-stringify, serial", () => Contest.RunNodeAsync(node, work)));
        }
        else
        {
            section.Say("The Node script was left out: `npm install` in Reporting.Benchmarks/Node first.");
        }

        Dictionary<string, Result> results = await bench.BestInTurnAsync(contenders);
        Result ours = results[readers[0].Title];

        // The raw drain does not look for rows; it read the same ones.
        foreach (string title in results.Keys.ToList())
        {
            results[title] = results[title].Rows == 0 ? results[title] with { Rows = ours.Rows } : results[title];
        }

        section.Table(
            ["", "rows", "seconds", "time, of ours", "rows a processor second", "of ours", "allocated a row (bytes)", "peak memory (MB)"],
            results.Select(result => new[]
            {
                result.Key, Section.Number(result.Value.Rows), Section.Decimal(result.Value.Seconds), Section.Decimal(result.Value.Seconds / ours.Seconds), Section.Number(result.Value.RowsPerProcessorSecond),
                Section.Decimal(result.Value.RowsPerProcessorSecond / ours.RowsPerProcessorSecond), result.Value.AllocatedBytes == 0 ? "" : Section.Number((double)result.Value.AllocatedBytes / result.Value.Rows),
                Section.Number(result.Value.PeakBytes >> 20),
            }));
        return results;
    }
}
