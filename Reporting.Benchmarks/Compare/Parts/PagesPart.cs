using Reporting.Benchmarks.Compare.Document;
using Reporting.Benchmarks.Kernels;

namespace Reporting.Benchmarks.Compare.Parts;

/// <summary>A page to a file's bytes, without any network.</summary>
internal static class PagesPart
{
    public static async Task<Section> RunAsync(Bench bench)
    {
        var section = new Section();
        var rows = new List<string[]>();
        foreach ((KernelFile file, string what) in new[] { (KernelFile.Csv, "Recipe runs to CSV"), (KernelFile.JsonLines, "Recipe runs to JSON Lines"), (KernelFile.Cef, "Audit events to CEF") })
        {
            var results = new Dictionary<string, Result>(StringComparer.Ordinal);
            foreach (string way in PageContest.Ways)
            {
                results[way] = await bench.BestAsync($"{file} {way}", () => PageContest.RunAsync(file, way));
            }

            Result ours = results[nameof(PageKernels.ToFile)];
            double timesSdk = ours.RowsPerProcessorSecond / results[nameof(PageKernels.SdkToFile)].RowsPerProcessorSecond;
            double allocated = (double)ours.AllocatedBytes / ours.Rows;
            rows.AddRange(
            [
                Row(what, "Reporting", ours, ours),
                Row("", "the page to cells only", results[nameof(PageKernels.Cells)], ours),
                Row("", "the page's tokens only (`Utf8JsonReader`)", results[nameof(PageKernels.TokensOnly)], ours),
                Row("", file switch { KernelFile.Csv => "SDK entities, CsvHelper", KernelFile.JsonLines => "SDK entities, `JsonSerializer`", _ => "SDK entities, strings" }, results[nameof(PageKernels.SdkToFile)], ours),
            ]);
            section.Find(Finding.AtLeast($"{what}: rows a processor second, of SDK and {(file == KernelFile.Csv ? "CsvHelper" : "strings")}", file == KernelFile.Csv ? 5 : 4, timesSdk));
            if (file == KernelFile.Csv)
            {
                section.Find(Finding.AtLeast($"{what}: rows a processor second, of tokens only", 0.5, ours.RowsPerProcessorSecond / results[nameof(PageKernels.TokensOnly)].RowsPerProcessorSecond));
            }

            section.Find(Finding.AtMost($"{what}: bytes allocated a row", 100, allocated));
        }

        section.Table(["", "by", "µs of processor a row", "rows a processor second", "of ours", "allocated a row (bytes)"], rows);
        return section;
    }

    private static string[] Row(string what, string by, Result result, Result ours) =>
    [
        what, by, Section.Decimal(result.ProcessorSeconds * 1e6 / result.Rows), Section.Number(result.RowsPerProcessorSecond),
        Section.Decimal(result.RowsPerProcessorSecond / ours.RowsPerProcessorSecond), Section.Number((double)result.AllocatedBytes / result.Rows),
    ];
}
