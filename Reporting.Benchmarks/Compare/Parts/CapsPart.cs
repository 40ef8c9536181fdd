using Reporting.Benchmarks.Compare.Document;
using Reporting.Benchmarks.Data;
using Reporting.Benchmarks.Server;

namespace Reporting.Benchmarks.Compare.Parts;

/// <summary>A whole export against the service's caps, 2,000 entities a second of a partition and 20,000 of the account, alone and beside a writer.</summary>
internal static class CapsPart
{
    private const int Account = TableServerOptions.ServiceAccountCap;
    private const int Written = 2_000;

    public static async Task<Section> RunAsync(Bench bench)
    {
        var section = new Section();
        var rows = new List<string[]>();
        (double half, int halfRefused) = await MeasureAsync(rows, "default (10,000 rows a second), 2,000 rows a second written", bench.ServerRows, null, Written);
        (double whole, _) = await MeasureAsync(rows, "the whole account (20,000), no writer", bench.ServerRows, Account, 0);
        (double contested, int contestedRefused) = await MeasureAsync(rows, "the whole account (20,000), 2,000 rows a second written", bench.ServerRows, Account, Written);
        section.Table(["`Exports:MaxRowsPerSecond`", "rows", "seconds", "rows a second", "batches written", "turned away"], rows);
        section.Find(Finding.AtLeast("Of 10,000 rows a second, beside a writer", 0.9, half / 10_000));
        section.Find(Finding.AtMost("The writer's batches turned away meanwhile", 0, halfRefused));
        section.Find(Finding.AtLeast("Of the whole account's 20,000 when set so", 0.9, whole / Account));
        section.Find(Finding.AtLeast("Of what the writer leaves when set so, giving way to it", 0.7, contested / (Account - Written)));
        section.Find(Finding.AtMost("Part of the writer's batches turned away meanwhile", 0.05, contestedRefused / (contested == 0 ? 1 : bench.ServerRows / contested * Written / 100)));
        return section;
    }

    private static async Task<(double RowsPerSecond, int Refused)> MeasureAsync(List<string[]> rows, string what, long count, int? rate, int ingest)
    {
        var options = new TableServerOptions(count, 2_000, 1, 20, TableServerOptions.ServicePartitionCap, Account);
        await using ChildServer server = await ChildServer.StartTableServerAsync(options);
        string[] settings = rate is null ? [Work.NothingKept] : [Work.NothingKept, FormattableString.Invariant($"Exports:MaxRowsPerSecond={rate}")];
        Ingest? writer = ingest > 0 ? new Ingest(server.ConnectionString, ingest) : null;
        Result result = await Contest.RunAsync("export", new Work(server.ConnectionString, BenchmarkLog.Start, options.Log.End, 1, settings));
        if (writer is not null)
        {
            await writer.DisposeAsync();
        }

        double perSecond = result.Rows / result.Seconds;
        await Console.Error.WriteLineAsync(FormattableString.Invariant($"  {what}: {perSecond:0} rows a second, {writer?.Written} batches written, {writer?.Refused} turned away"));
        rows.Add([what, Section.Number(result.Rows), Section.Decimal(result.Seconds), Section.Number(perSecond), writer is null ? "" : Section.Number(writer.Written), writer is null ? "" : Section.Number(writer.Refused)]);
        return (perSecond, writer?.Refused ?? 0);
    }
}
