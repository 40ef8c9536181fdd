using BenchmarkDotNet.Running;

// dotnet run -c Release --project Reporting.Benchmarks -- kernels [options of BenchmarkDotNet]
string[] rest = args.Length > 0 ? args[1..] : [];
switch (args.Length > 0 ? args[0] : "")
{
    case "kernels":
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(rest.Length == 0 ? ["--filter", "*"] : rest);
        return 0;
    default:
        await Console.Error.WriteLineAsync("Usage: kernels [options of BenchmarkDotNet] | compare [--rows N] | table-server [...]");
        return 1;
}
