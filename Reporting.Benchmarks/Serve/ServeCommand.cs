using Azure.Data.Tables;
using Reporting.Benchmarks.Compare;
using Reporting.Benchmarks.Data;

namespace Reporting.Benchmarks.Serve;

/// <summary>Measures the API under load beside the storage it stands on, and writes the section of docs/performance.md.</summary>
internal static class ServeCommand
{
    private const string Begin = "<!-- serve -->";
    private const string End = "<!-- /serve -->";
    private const int Users = 10;
    private const int LogRows = 200;
    private const int WarmUpSeconds = 10;

    /// <summary>Runs it; the result as Markdown.</summary>
    public static async Task<string> RunAsync(int seconds) => Describe(await MeasureAsync(seconds, runsExports: false), await MeasureAsync(seconds, runsExports: true), seconds);

    private static async Task<ServeLoad> MeasureAsync(int seconds, bool runsExports)
    {
        await using ChildServer azurite = await ChildServer.StartAzuriteAsync(Repository.Root());
        await AzuriteLog.FillAsync(azurite.ConnectionString, new BenchmarkLog(Work.Table, LogRows, LogRows, 1));
        await using Issuer issuer = await Issuer.StartAsync();
        await using ChildServer api = await ChildServer.StartAsync("serve-host", azurite.ConnectionString, issuer.Address, runsExports.ToString());
        using var http = new HttpClient { BaseAddress = new Uri(api.Address) };
        var load = new ServeLoad(
            http,
            new BareStorage(new TableServiceClient(azurite.ConnectionString), TimeProvider.System),
            [.. Enumerable.Range(1, Users).Select(user => string.Create(CultureInfo.InvariantCulture, $"user{user}@example.com")).Select(user => (user, issuer.Issue(user)))],
            TimeProvider.System);
        await load.RunAsync(WarmUpSeconds, seconds);
        return load;
    }

    /// <summary>Puts a result into a document, in the place of the one before or at the end.</summary>
    public static async Task WriteAsync(string path, string section)
    {
        string document = File.Exists(path) ? await File.ReadAllTextAsync(path) : "# Performance\n\n";
        int begin = document.IndexOf(Begin, StringComparison.Ordinal);
        int end = document.IndexOf(End, StringComparison.Ordinal);
        string marked = $"{Begin}\n{section.TrimEnd()}\n{End}";
        await File.WriteAllTextAsync(path, begin >= 0 && end > begin ? document[..begin] + marked + document[(end + End.Length)..] : document.TrimEnd() + "\n\n" + marked + "\n");
    }

    private static string Describe(ServeLoad queued, ServeLoad running, int seconds)
    {
        return string.Create(CultureInfo.InvariantCulture, $"""
            ## The API under load

            Repeat it with `dotnet run -c Release --project Reporting.Benchmarks -- serve --write docs/performance.md` (`npm ci` in `Reporting.Local` first).

            Fifty clients of ten users, for {seconds} seconds after a warm-up: each looks at its export once a second, and five exports a second are started. Half a second apart the same clients do by the bare SDK what is beneath: a point read of the job's row; the writes of a start (the audit event as started, the job with its person's row of running
            exports in one transaction, the event's outcome). Azurite, in memory, in a process of its own; the API and the clients in one each, all on the same processors.

            Machine: {Machine.Describe()}.

            **What is started stays queued**, so that nothing else is measured:

            {Table(queued)}

            **What is started runs beside it.** Five exports a second keep Azurite, which is one thread, busy: everything waits for it, so the milliseconds say little and the ratios are flattered:

            {Table(running)}

            A status is that one read once a link has been given in the quarter of an hour; the first one after an export's end writes the link's audit event too, and while it runs its slices are
            read. A start reads its person's row of running exports beside its writes, checks the token's signature (RS256), and hands the job to the engine.
            """);
    }

    private static string Table(ServeLoad load)
    {
        StringBuilder table = new StringBuilder().AppendLine("| | times | p50 ms | p99 ms | p50, bare = 1 | p99, bare = 1 |").AppendLine("|---|---:|---:|---:|---:|---:|");
        Add(table, "A status, `GET /api/exports/{id}`", load.Status, load.BareRead);
        Add(table, "The job's row by the bare SDK", load.BareRead, load.BareRead);
        Add(table, "A start, `POST /api/exports`", load.Start, load.BareWrites);
        Add(table, "A start's writes by the bare SDK", load.BareWrites, load.BareWrites);
        return table.ToString().TrimEnd();
    }

    private static void Add(StringBuilder table, string name, Latencies own, Latencies bare) => table.AppendLine(
        CultureInfo.InvariantCulture,
        $"| {name} | {own.Count:N0} | {own.Percentile(50):0.0} | {own.Percentile(99):0.0} | {own.Percentile(50) / bare.Percentile(50):0.00} | {own.Percentile(99) / bare.Percentile(99):0.00} |");
}
