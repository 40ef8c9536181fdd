using System.Globalization;
using System.Text;
using Reporting.Benchmarks.Data;
using Reporting.Benchmarks.Server;

namespace Reporting.Benchmarks.Compare;

/// <summary>Measures the contenders side by side and writes the tables of docs/performance.md.</summary>
internal static class CompareCommand
{
    private const int Rounds = 3;

    private static readonly (string Name, string Title)[] Readers =
    [
        ("ours", "Reporting: scan, cells, CSV"), ("raw", "Raw pages, thrown away (the limit)"), ("tokens", "Raw pages, tokens only (the processor's limit)"),
        ("sdk", "SDK entities and CsvHelper, serial"), ("sdk-typed", "SDK typed rows and CsvHelper, serial"),
    ];

    /// <summary>Runs everything; the result as Markdown.</summary>
    /// <param name="azuriteRows">Rows put into Azurite.</param>
    /// <param name="serverRows">Rows that the table server computes.</param>
    public static async Task<string> RunAsync(long azuriteRows, long serverRows)
    {
        var report = new StringBuilder();
        string repository = Repository.Root();
        string node = Path.Combine(repository, "Reporting.Benchmarks", "Node");
        bool hasNode = Directory.Exists(Path.Combine(node, "node_modules"));

        Say("Table server, no latency, no caps");
        var log = new BenchmarkLog(Work.Table, serverRows, 10_000, 1);
        await MeasureServerAsync(report, "Table server without latency: what a row costs the processor", log, new TableServerOptions(serverRows, 10_000, 1, 0, 0, 0), parallel: 2, Readers, hasNode ? node : null);
        Say("Table server, 20 ms a page");
        await MeasureServerAsync(report, "Table server with 20 ms a page: wall time", log, new TableServerOptions(serverRows, 10_000, 1, 20, 0, 0), parallel: 16, Readers, hasNode ? node : null);
        Say("Table server, 20 ms a page, the service's caps");
        var spread = new BenchmarkLog(Work.Table, serverRows, 2_000, 1);
        await MeasureServerAsync(report, "Table server with 20 ms a page and the service's caps (2,000 entities a second from a partition, 20,000 from the account)", spread,
            new TableServerOptions(serverRows, 2_000, 1, 20, 2_000, 20_000), parallel: 16, Readers[..2], null);
        Say("Azurite");
        await using ChildServer azurite = await ChildServer.StartAzuriteAsync(repository);
        var stored = new BenchmarkLog(Work.Table, azuriteRows, 5_000, 1);
        await AzuriteLog.FillAsync(azurite.ConnectionString, stored);
        await MeasureAsync(report, $"Azurite with {Number(azuriteRows)} rows", new Work(azurite.ConnectionString, BenchmarkLog.Start, stored.End, 16), [.. Readers[..2], ("export", "Reporting: a whole export, plan to manifest"), .. Readers[3..]], hasNode ? node : null);
        if (!hasNode)
        {
            report.AppendLine("The Node script was left out: `npm install` in Reporting.Benchmarks/Node first.");
        }

        return $"""
            # Performance

            Repeat it with `dotnet run -c Release --project Reporting.Benchmarks -- compare --write docs/performance.md`
            (`npm ci` in `Reporting.Local` for Azurite and `npm install` in `Reporting.Benchmarks/Node` for the Node script first).
            What a page costs without any network: `dotnet run -c Release --project Reporting.Benchmarks -- kernels`.

            Machine: {Machine.Describe()}. Every contender runs in a process of its own, warmed up for four seconds, the best of {Rounds} rounds;
            servers run in others and are not counted. All read the same recipe runs ({Work.Columns.Length} columns, about 950 bytes of JSON a row) and write CSV.

            {report.ToString().TrimEnd()}

            """;
    }

    private static async Task MeasureServerAsync(
        StringBuilder report, string title, BenchmarkLog log, TableServerOptions options, int parallel, (string Name, string Title)[] readers, string? node)
    {
        await using ChildServer server = await ChildServer.StartTableServerAsync(options);
        await MeasureAsync(report, title, new Work(server.ConnectionString, BenchmarkLog.Start, log.End, parallel), readers, node);
    }

    private static async Task MeasureAsync(StringBuilder report, string title, Work work, (string Name, string Title)[] readers, string? node)
    {
        var results = new List<(string Title, Result Result)>();
        foreach ((string name, string contender) in readers)
        {
            results.Add((contender, await BestAsync(contender, () => Contest.RunAsync(name, work))));
        }

        if (node is not null)
        {
            const string Title = "Node: @azure/data-tables and csv-stringify, serial";
            results.Add((Title, await BestAsync(Title, () => Contest.RunNodeAsync(node, work))));
        }

        Result ours = results[0].Result;
        report.AppendLine(CultureInfo.InvariantCulture, $"### {title}").AppendLine()
            .AppendLine("| | rows | seconds | time, ours = 1 | rows a processor second | of ours | allocated a row (bytes) | peak memory (MB) |")
            .AppendLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach ((string contender, Result result) in results)
        {
            // The raw drain does not look for rows; it read the same ones.
            Result counted = result.Rows == 0 ? result with { Rows = ours.Rows } : result;
            report.AppendLine(CultureInfo.InvariantCulture, $"| {contender} | {Number(counted.Rows)} | {counted.Seconds:0.00} | {counted.Seconds / ours.Seconds:0.00} | {Number((long)counted.RowsPerProcessorSecond)} | {counted.RowsPerProcessorSecond / ours.RowsPerProcessorSecond:0.00} | {(counted.AllocatedBytes == 0 ? "" : Number(counted.AllocatedBytes / counted.Rows))} | {counted.PeakBytes >> 20} |");
        }

        report.AppendLine().AppendLine("```mermaid").AppendLine("xychart-beta horizontal").AppendLine("  title \"Rows a processor second\"")
            .AppendLine(CultureInfo.InvariantCulture, $"  x-axis [{string.Join(", ", results.Select(result => $"\"{result.Title.Split([':', ','])[0]}\""))}]")
            .AppendLine(CultureInfo.InvariantCulture, $"  bar [{string.Join(", ", results.Select(result => (long)((result.Result.Rows == 0 ? ours.Rows : result.Result.Rows) / result.Result.ProcessorSeconds)))}]")
            .AppendLine("```").AppendLine();
    }

    // Of a few rounds the one that other work on the machine disturbed least.
    private static async Task<Result> BestAsync(string contender, Func<Task<Result>> run)
    {
        Result? best = null;
        for (int round = 0; round < Rounds; round++)
        {
            Result result = await run();
            best = best is null ? result : best with { Seconds = Math.Min(best.Seconds, result.Seconds), ProcessorSeconds = Math.Min(best.ProcessorSeconds, result.ProcessorSeconds) };
        }

        Say($"  {contender}: {best!.Seconds:0.00} s");
        return best!;
    }

    private static void Say(string text) => Console.Error.WriteLine(text);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
