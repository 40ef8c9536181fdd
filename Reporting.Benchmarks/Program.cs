using System.Globalization;
using BenchmarkDotNet.Running;
using Reporting.Benchmarks.Compare;
using Reporting.Benchmarks.Server;

string[] rest = args.Length > 0 ? args[1..] : [];
switch (args.Length > 0 ? args[0] : "")
{
    case "kernels":
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(rest.Length == 0 ? ["--filter", "*"] : rest);
        return 0;
    case "compare":
        await CompareCommand.RunAsync(Argument("--azurite-rows", 100_000), Argument("--server-rows", 400_000));
        return 0;
    case "one":
        await Contest.RunOneAsync(rest);
        return 0;
    case "table-server":
        await ComputedTableServer.RunAsync(TableServerOptions.FromArguments(rest));
        return 0;
    default:
        await Console.Error.WriteLineAsync("""
            Usage: dotnet run -c Release --project Reporting.Benchmarks --
              compare [--azurite-rows 100000] [--server-rows 400000]   contenders side by side, as tables (docs/performance.md)
              kernels [options of BenchmarkDotNet]                      what a page costs the processor
            """);
        return 1;
}

long Argument(string name, long otherwise)
{
    int at = Array.IndexOf(rest, name);
    return at >= 0 && at + 1 < rest.Length ? long.Parse(rest[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
