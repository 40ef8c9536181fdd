using Reporting.Benchmarks.Compare.Document;
using Reporting.Benchmarks.Server;

namespace Reporting.Benchmarks.Compare.Parts;

/// <summary>Memory and time of whole exports from one million rows up: as fast as the machine goes, with nothing to wait for, and within what an account gives, 20 ms a page.</summary>
internal static class ScalePart
{
    private const long Million = 1_000_000;

    /// <summary>As fast as the machine goes.</summary>
    public static async Task<Section> RunAsync(Bench bench)
    {
        var section = new Section();
        (long Millions, string Name)[] sizes = [.. Sizes(bench).Select(millions => (millions, FormattableString.Invariant($"{millions} million rows")))];
        Dictionary<string, Result> mean = await bench.MeanInTurnAsync(
            [.. sizes.Select(size => (size.Name, (Func<Task<Result>>)(() => Bench.ExportAsync(new TableServerOptions(size.Millions * Million, 10_000, 1, 0, 0, 0), Work.NoLimit))))]);
        (long Millions, Result Result)[] results = [.. sizes.Select(size => (size.Millions, mean[size.Name]))];
        Result first = results[0].Result;
        double perMillion = first.Seconds;
        section.Table(
            ["rows", "seconds", "seconds a million", "of the first", "µs of processor a row", "allocated a row (bytes)", "peak resident memory (MB)"],
            results.Select(size => new[]
            {
                Section.Number(size.Result.Rows), Section.Decimal(size.Result.Seconds), Section.Decimal(size.Result.Seconds / size.Millions), Section.Decimal(size.Result.Seconds / size.Millions / perMillion),
                Section.Decimal(size.Result.ProcessorSeconds * 1e6 / size.Result.Rows), Section.Decimal((double)size.Result.AllocatedBytes / size.Result.Rows), Section.Number(size.Result.PeakBytes >> 20),
            }));
        (long largest, Result last) = results.FirstOrDefault(size => size.Millions == 10) is { Result: not null } ten ? ten : results[^1];
        section.Find(Finding.AtMost(FormattableString.Invariant($"Peak memory of {largest} million rows, of 1 million's"), 1.1, (double)last.PeakBytes / first.PeakBytes));
        section.Find(Finding.AtMost("Peak memory of the largest (MB)", 300, results.Max(size => size.Result.PeakBytes) / (double)(1 << 20)));
        section.Find(InProportion("Farthest of a size's seconds a million from their median", [.. results.Select(size => size.Result.Seconds / size.Millions)]));
        section.Find(Finding.AtMost("Bytes allocated a row by a whole export", 100, (double)last.AllocatedBytes / last.Rows));
        return section;
    }

    /// <summary>
    /// Each size on an account of its own, the largest first and three at a time: what they wait for is their account and not this machine, which has most of its time
    /// left.
    /// </summary>
    public static async Task<Section> WithinCapsAsync(Bench bench)
    {
        var section = new Section();
        long[] sizes = Sizes(bench);
        var results = new Result[sizes.Length];
        await Parallel.ForEachAsync(Enumerable.Range(0, sizes.Length).Reverse(), new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (size, _) =>
        {
            results[size] = await Bench.ExportAsync(
                new TableServerOptions(sizes[size] * Million, 10_000, 1, 20, TableServerOptions.ServicePartitionCap, TableServerOptions.ServiceAccountCap),
                $"Exports:MaxRowsPerSecond={TableServerOptions.ServiceAccountCap}");
            await Console.Error.WriteLineAsync(FormattableString.Invariant($"  {sizes[size]} million rows: {results[size].Seconds:0.00} s"));
        });
        double[] perMillion = [.. results.Zip(sizes, (result, millions) => result.Seconds / millions)];
        section.Table(
            ["rows, within the account's caps", "seconds", "seconds a million", "of the first", "peak resident memory (MB)"],
            results.Select((result, size) => new[]
            {
                Section.Number(result.Rows), Section.Decimal(result.Seconds), Section.Decimal(perMillion[size]), Section.Decimal(perMillion[size] / perMillion[0]), Section.Number(result.PeakBytes >> 20),
            }));
        section.Find(InProportion("Within the account's caps: farthest of a size's seconds a million from their median", perMillion));
        return section;
    }

    private static long[] Sizes(Bench bench) => bench.Whole ? [1, 2, 4, 8, 10, 16] : [1, 2, 4];

    private static Finding InProportion(string what, double[] perMillion)
    {
        double[] ordered = [.. perMillion.Order()];
        double median = (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
        return Finding.AtMost(what, 0.1, perMillion.Max(seconds => Math.Abs((seconds / median) - 1)));
    }
}
