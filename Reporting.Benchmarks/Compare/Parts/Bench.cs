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
    public async Task<Result> BestAsync(string contender, Func<Task<Result>> run) => (await BestInTurnAsync([(contender, run)]))[contender];

    /// <summary>
    /// The same for several contenders, of which each has its turn in every round: a machine that is slower for a while is slower for all.
    /// </summary>
    public async Task<Dictionary<string, Result>> BestInTurnAsync(IReadOnlyList<(string Name, Func<Task<Result>> Run)> contenders) =>
        (await RunInTurnAsync(contenders)).ToDictionary(rounds => rounds.Key, rounds => rounds.Value.Aggregate(Better), StringComparer.Ordinal);

    /// <summary>The same with the mean of the rounds' times: where short runs stand beside long ones, of which none can fall into the machine's quick seconds as a whole.</summary>
    public async Task<Dictionary<string, Result>> MeanInTurnAsync(IReadOnlyList<(string Name, Func<Task<Result>> Run)> contenders) =>
        (await RunInTurnAsync(contenders)).ToDictionary(
            rounds => rounds.Key,
            rounds => rounds.Value.Aggregate(Better) with { Seconds = rounds.Value.Average(result => result.Seconds), ProcessorSeconds = rounds.Value.Average(result => result.ProcessorSeconds) },
            StringComparer.Ordinal);

    private async Task<Dictionary<string, List<Result>>> RunInTurnAsync(IReadOnlyList<(string Name, Func<Task<Result>> Run)> contenders)
    {
        var results = contenders.ToDictionary(contender => contender.Name, _ => new List<Result>(), StringComparer.Ordinal);
        for (int round = 0; round < Rounds; round++)
        {
            foreach ((string name, Func<Task<Result>> run) in contenders)
            {
                Result result = await run();
                await Console.Error.WriteLineAsync(FormattableString.Invariant($"  {round + 1}. {name}: {result.Seconds:0.00} s, {result.ProcessorSeconds:0.00} s of processor"));
                results[name].Add(result);
            }
        }

        return results;
    }

    private static Result Better(Result best, Result result) => best with
    {
        Seconds = Math.Min(best.Seconds, result.Seconds), ProcessorSeconds = Math.Min(best.ProcessorSeconds, result.ProcessorSeconds),
        AllocatedBytes = Math.Min(best.AllocatedBytes, result.AllocatedBytes), PeakBytes = Math.Max(best.PeakBytes, result.PeakBytes),
    };

    /// <summary>A whole export of everything on a table server of its own, once.</summary>
    public static async Task<Result> ExportAsync(TableServerOptions options, params IReadOnlyList<string> settings)
    {
        await using ChildServer server = await ChildServer.StartTableServerAsync(options);
        return await Contest.RunAsync("export", new Work(server.ConnectionString, Data.BenchmarkLog.Start, options.Log.End, 1, [Work.NothingKept, .. settings]));
    }
}
