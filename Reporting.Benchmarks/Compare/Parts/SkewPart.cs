using Microsoft.Extensions.DependencyInjection;
using Reporting.Benchmarks.Compare.Document;
using Reporting.Benchmarks.Data;
using Reporting.Benchmarks.Server;
using Reporting.Exports;
using Reporting.Exports.Planning;
using Reporting.Storage;

namespace Reporting.Benchmarks.Compare.Parts;

/// <summary>A year in which two hours hold half of the rows, against an even year of the same size.</summary>
internal static class SkewPart
{
    private const int HoursOfAYear = 365 * 24;

    public static async Task<Section> RunAsync(Bench bench)
    {
        var section = new Section();
        long rows = Math.Max(1_000_000, bench.ServerRows);
        TableServerOptions even = new(rows, (rows / HoursOfAYear) + 1, 1, 20, 0, 0);
        TableServerOptions skewed = even with { Skewed = true };
        Result evenResult = await bench.BestAsync("even year", () => Bench.ExportAsync(even, Work.NoLimit));
        Result skewedResult = await bench.BestAsync("skewed year", () => Bench.ExportAsync(skewed, Work.NoLimit));
        (int evenSlices, double evenHeaviest) = await HeaviestAsync(even);
        (int skewedSlices, double skewedHeaviest) = await HeaviestAsync(skewed);
        section.Table(
            ["", "rows", "slices", "heaviest slice, of the median", "seconds"],
            [
                ["even year", Section.Number(evenResult.Rows), Section.Number(evenSlices), Section.Decimal(evenHeaviest), Section.Decimal(evenResult.Seconds)],
                ["two hours hold half", Section.Number(skewedResult.Rows), Section.Number(skewedSlices), Section.Decimal(skewedHeaviest), Section.Decimal(skewedResult.Seconds)],
            ]);
        section.Find(Finding.AtMost("Heaviest slice of the skewed year, of the median", 2, skewedHeaviest));
        section.Find(Finding.AtMost("Time of the skewed year, of the even one's", 1.3, skewedResult.Seconds / evenResult.Seconds));
        return section;
    }

    // By the rows that really lie between a slice's keys, not by what the planner thinks.
    private static async Task<(int Slices, double Heaviest)> HeaviestAsync(TableServerOptions options)
    {
        await using ChildServer server = await ChildServer.StartTableServerAsync(options);
        BenchmarkLog log = options.Log;
        await using ServiceProvider provider = WholeExport.Services(ReportingStorageFactory.Create(server.ConnectionString), Path.GetTempFileName(), []).BuildServiceProvider();
        StoredPlan plan = await provider.GetRequiredService<ExportPlanner>().PlanAsync(
            new ExportRequest { Report = Work.Report.Name, Format = "CSV", Since = BenchmarkLog.Start, Until = log.End }, CancellationToken.None);
        long[] counts = [.. plan.Slices.Select(slice => slice.Ranges.Sum(range => log.FirstFrom(Ticks(range.To)) - log.FirstFrom(Ticks(range.From)))).Order()];
        return (counts.Length, (double)counts[^1] / counts[counts.Length / 2]);
    }

    private static long Ticks(string key) => long.Parse(key.AsSpan(0, 19), System.Globalization.CultureInfo.InvariantCulture);
}
