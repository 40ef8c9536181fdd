using Reporting.Benchmarks.Server;

namespace Reporting.Benchmarks.Compare.Parts;

/// <summary>What the parts of the comparison share: how much to measure, where things are, and the best of a few rounds.</summary>
/// <param name="Repository">Root of the repository.</param>
/// <param name="ServerRows">Rows that the table server computes where nothing else is said.</param>
/// <param name="AzuriteRows">Rows put into Azurite.</param>
/// <param name="Whole">Whether the long measurements go up to 10 and 16 million rows.</param>
/// <param name="Rounds">Rounds of each measurement.</param>
internal sealed record Bench(string Repository, long ServerRows, long AzuriteRows, bool Whole, int Rounds)
{
    /// <summary>Folder of the Node script, or null when its packages are not installed.</summary>
    public string? Node { get; } = Path.Combine(Repository, "Reporting.Benchmarks", "Node") is var folder && Directory.Exists(Path.Combine(folder, "node_modules")) ? folder : null;

    /// <summary>Folder of the pictures of the documents.</summary>
    public string Images => Path.Combine(Repository, "docs", "images");

    /// <summary>Of a few rounds the one that other work on the machine disturbed least.</summary>
    public async Task<Result> BestAsync(string contender, Func<Task<Result>> run)
    {
        Result? best = null;
        for (int round = 0; round < Rounds; round++)
        {
            Result result = await run();
            best = best is null ? result : best with
            {
                Seconds = Math.Min(best.Seconds, result.Seconds), ProcessorSeconds = Math.Min(best.ProcessorSeconds, result.ProcessorSeconds),
                AllocatedBytes = Math.Min(best.AllocatedBytes, result.AllocatedBytes), PeakBytes = Math.Max(best.PeakBytes, result.PeakBytes),
            };
        }

        await Console.Error.WriteLineAsync(FormattableString.Invariant($"  {contender}: {best!.Seconds:0.00} s, {best.ProcessorSeconds:0.00} s of processor"));
        return best!;
    }

    /// <summary>A whole export of everything on a table server of its own, once.</summary>
    public static async Task<Result> ExportAsync(TableServerOptions options, params IReadOnlyList<string> settings)
    {
        await using ChildServer server = await ChildServer.StartTableServerAsync(options);
        return await Contest.RunAsync("export", new Work(server.ConnectionString, Data.BenchmarkLog.Start, options.Log.End, 1, [Work.NothingKept, .. settings]));
    }
}
