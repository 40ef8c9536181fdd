using BenchmarkDotNet.Running;
using Reporting.Benchmarks.Compare;
using Reporting.Benchmarks.Compare.Document;
using Reporting.Benchmarks.Compare.Parts;
using Reporting.Benchmarks.Engine;
using Reporting.Benchmarks.Metrics;
using Reporting.Benchmarks.Serve;
using Reporting.Benchmarks.Server;

string[] rest = args.Length > 0 ? args[1..] : [];
bool asksForHelp = args is ["--help" or "-h", ..] || (args is ["compare" or "serve" or "feed" or "engine" or "metrics", ..] && rest.Any(argument => argument is "--help" or "-h"));
switch (args.Length > 0 && !asksForHelp ? args[0] : "")
{
    case "kernels":
        BenchmarkSwitcher.FromAssembly(typeof(CompareCommand).Assembly).Run(rest.Length == 0 ? ["--filter", "*"] : rest);
        return 0;
    case "compare":
        var bench = new Bench(Repository.Root(), Number("--server-rows", 400_000), Number("--azurite-rows", 100_000), rest.Contains("--whole", StringComparer.Ordinal), (int)Number("--rounds", 3));
        string[] parts = Argument("--only")?.Split(',') ?? [];
        if (parts.Except(CompareCommand.Parts, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            await Console.Error.WriteLineAsync($"There is no part '{unknown}'. The parts are {string.Join(", ", CompareCommand.Parts)}.");
            return 1;
        }

        await CompareCommand.RunAsync(bench, parts, Argument("--write"));
        return 0;
    case "fifty":
        await FiftyExports.RunOneAsync(rest);
        return 0;
    case "one":
        await Contest.RunOneAsync(rest);
        return 0;
    case "serve":
        string section = await ServeCommand.RunAsync((int)Number("--seconds", 60));
        Console.WriteLine(section);
        if (Argument("--write") is { } document)
        {
            await ServeCommand.WriteAsync(document, section);
        }

        return 0;
    case "feed":
        return await FeedCommand.RunAsync((int)Number("--events", 200_000), rest.Contains("--azurite", StringComparer.Ordinal), Argument("--write"));
    case "engine":
        string engine = (await new EngineCommand((int)Number("--rounds", 20), (int)Number("--idle-rounds", 20), (int)Number("--kills", 5)).RunAsync()).ToString();
        Console.WriteLine(engine);
        if (Argument("--write") is { } performance)
        {
            await PerformanceDocument.WriteAsync(performance, "engine", engine);
        }

        return 0;
    case "metrics":
        string metrics = (await new MetricsCommand((int)Number("--rounds", 3)).RunAsync()).ToString();
        Console.WriteLine(metrics);
        if (Argument("--write") is { } target)
        {
            await PerformanceDocument.WriteAsync(target, "metrics", metrics);
        }

        return 0;
    case "serve-host":
        await ServeHost.RunAsync(rest[0], rest[1], bool.Parse(rest[2]));
        return 0;
    case "page":
        await PageContest.RunOneAsync(rest);
        return 0;
    case "table-server":
        await ComputedTableServer.RunAsync(TableServerOptions.FromArguments(rest));
        return 0;
    default:
        await Console.Error.WriteLineAsync("""
            Usage: dotnet run -c Release --project Reporting.Benchmarks --
              compare [--only PART,...] [--rounds 3] [--server-rows 400000] [--azurite-rows 100000] [--whole] [--write FILE]
                                                                       contenders side by side and promises, as tables (docs/performance.md)
                parts: pages server latency caps azurite scale scale-caps skew fifty; --whole: scale up to 16 million rows
              serve [--seconds 60] [--write FILE]                      the API under load, beside its storage
              feed [--events 200000] [--azurite] [--write FILE]          pages of the feed after a burst within one minute, as ratios
              engine [--rounds 20] [--idle-rounds 20] [--kills 5] [--write FILE]
                                                                       the local host's engine: latency, kill -9, two hosts, an idle host
              metrics [--rounds 3] [--write FILE]                       the numbers of a year of 1 and 10 million rows: making the sums, and the page's first view
              kernels [options of BenchmarkDotNet]                      what a page costs the processor
            """);
        return asksForHelp ? 0 : 1;
}

string? Argument(string name)
{
    int at = Array.IndexOf(rest, name);
    return at >= 0 && at + 1 < rest.Length ? rest[at + 1] : null;
}

long Number(string name, long otherwise) => Argument(name) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;
