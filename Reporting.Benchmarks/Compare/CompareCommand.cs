using Reporting.Benchmarks.Compare.Document;
using Reporting.Benchmarks.Compare.Parts;

namespace Reporting.Benchmarks.Compare;

/// <summary>Runs the parts of the comparison and puts what they found into a document.</summary>
internal static class CompareCommand
{
    private static readonly (string Name, Func<Bench, Task<Section>> Run)[] s_parts =
    [
        ("pages", PagesPart.RunAsync), ("server", ReadersPart.ServerAsync), ("latency", ReadersPart.LatencyAsync), ("caps", CapsPart.RunAsync),
        ("azurite", ReadersPart.AzuriteAsync), ("scale", ScalePart.RunAsync), ("scale-caps", ScalePart.WithinCapsAsync), ("skew", SkewPart.RunAsync), ("fifty", FiftyPart.RunAsync),
    ];

    /// <summary>Names of the parts, in the order in which they run.</summary>
    public static IEnumerable<string> Parts => s_parts.Select(part => part.Name);

    /// <summary>Runs parts.</summary>
    /// <param name="bench">How much to measure.</param>
    /// <param name="names">Which parts; none for all.</param>
    /// <param name="document">The document to put the results into, or null.</param>
    public static async Task RunAsync(Bench bench, IReadOnlyCollection<string> names, string? document)
    {
        foreach ((string name, Func<Bench, Task<Section>> run) in s_parts)
        {
            if (names.Count > 0 && !names.Contains(name, StringComparer.Ordinal))
            {
                continue;
            }

            await Console.Error.WriteLineAsync(name);
            string text = (await run(bench)).ToString();
            Console.WriteLine($"## {name}\n\n{text}\n");
            if (document is not null)
            {
                await PerformanceDocument.WriteAsync(document, name, text);
                await PerformanceDocument.WriteAsync(document, "machine", Machine.Describe());
            }
        }
    }
}
