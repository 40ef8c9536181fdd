using Reporting.Benchmarks.Compare.Document;
using Reporting.Benchmarks.Data;
using Reporting.Benchmarks.Server;

namespace Reporting.Benchmarks.Compare.Parts;

/// <summary>Fifty exports of ten users at once, on a task hub of their own.</summary>
internal static class FiftyPart
{
    private const long RowsEach = 40_000;

    public static async Task<Section> RunAsync(Bench bench)
    {
        var options = new TableServerOptions(RowsEach, 10_000, 1, 20, 0, 0);
        await using ChildServer server = await ChildServer.StartTableServerAsync(options);
        await using ChildServer hub = await ChildServer.StartAzuriteAsync(bench.Repository);
        FiftyResult result = await Contest.RunProcessAsync<FiftyResult>(
            Environment.ProcessPath!, ["fifty", server.ConnectionString, Contest.Text(BenchmarkLog.Start), Contest.Text(options.Log.End), hub.ConnectionString]);
        var section = new Section();
        section.Say(FormattableString.Invariant(
            $"One user starts 23 exports, then nine others 3 each, {RowsEach:N0} rows every one: {result.Rows:N0} rows in {result.Seconds:0.0} s with {result.ProcessorSeconds:0.0} s of processor, peak resident memory {result.PeakBytes >> 20} MB."));
        section.Find(Finding.AtLeast("Exports that ended well, of 50", 50, result.Successful));
        section.Find(Finding.AtMost("Peak memory (MB)", 512, result.PeakBytes / (double)(1 << 20)));
        return section;
    }
}
