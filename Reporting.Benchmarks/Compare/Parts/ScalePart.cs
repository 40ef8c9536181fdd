using Reporting.Benchmarks.Compare.Document;
using Reporting.Benchmarks.Server;

namespace Reporting.Benchmarks.Compare.Parts;

/// <summary>Memory and time of whole exports from one million rows up, as fast as the machine goes.</summary>
internal static class ScalePart
{
    private const long Million = 1_000_000;

    public static async Task<Section> RunAsync(Bench bench)
    {
        long[] sizes = bench.Whole ? [1, 2, 4, 8, 10, 16] : [1, 2, 4];
        var section = new Section();
        var results = new List<(long Millions, Result Result)>();
        foreach (long millions in sizes)
        {
            Result result = await bench.BestAsync(FormattableString.Invariant($"{millions} million rows"), () => Bench.ExportAsync(new TableServerOptions(millions * Million, 10_000, 1, 20, 0, 0), Work.NoLimit));
            results.Add((millions, result));
        }

        Result first = results[0].Result;
        double perMillion = first.Seconds;
        section.Table(
            ["rows", "seconds", "seconds a million", "of the first", "µs of processor a row", "allocated a row (bytes)", "peak resident memory (MB)"],
            results.Select(size => new[]
            {
                Section.Number(size.Result.Rows), Section.Decimal(size.Result.Seconds), Section.Decimal(size.Result.Seconds / size.Millions), Section.Decimal(size.Result.Seconds / size.Millions / perMillion),
                Section.Decimal(size.Result.ProcessorSeconds * 1e6 / size.Result.Rows), Section.Decimal((double)size.Result.AllocatedBytes / size.Result.Rows), Section.Number(size.Result.PeakBytes >> 20),
            }));
        (long largest, Result last) = results.Find(size => size.Millions == 10) is { Result: not null } ten ? ten : results[^1];
        section.Find(Finding.AtMost(FormattableString.Invariant($"Peak memory of {largest} million rows, of 1 million's"), 1.1, (double)last.PeakBytes / first.PeakBytes));
        section.Find(Finding.AtMost("Peak memory of the largest (MB)", 300, results.Max(size => size.Result.PeakBytes) / (double)(1 << 20)));
        double median = results.Select(size => size.Result.Seconds / size.Millions).Order().ElementAt(results.Count / 2);
        section.Find(Finding.AtMost("Farthest of a size's seconds a million from their median", 0.1, results.Max(size => Math.Abs((size.Result.Seconds / size.Millions / median) - 1))));
        section.Find(Finding.AtMost("Bytes allocated a row by a whole export", 100, (double)last.AllocatedBytes / last.Rows));
        return section;
    }
}
