using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Reporting.Benchmarks.Compare;

/// <summary>Runs contenders, each in a process of its own, so that none pays for another's garbage or gains by its warm code.</summary>
internal static class Contest
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    /// <summary>The process of one contender: warms up on the first two hours, measures the rest, writes the result as JSON.</summary>
    public static async Task RunOneAsync(string[] arguments)
    {
        var work = new Work(arguments[1], Time(arguments[2]), Time(arguments[3]), int.Parse(arguments[4], CultureInfo.InvariantCulture));
        Func<Work, Task<(long Rows, long Bytes)>> contender = Contenders.All[arguments[0]];
        // Until the just-in-time compiler has optimized what runs often.
        long warming = TimeProvider.System.GetTimestamp();
        for (int round = 0; round < 5 || TimeProvider.System.GetElapsedTime(warming) < WarmUp; round++)
        {
            await contender(work with { Until = work.Since.AddHours(2), Parallel = 2 });
        }

        GC.Collect();
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        TimeSpan processor = process.TotalProcessorTime;
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long started = TimeProvider.System.GetTimestamp();
        (long rows, long bytes) = await contender(work);
        double seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        process.Refresh();
        Console.WriteLine(JsonSerializer.Serialize(new Result(
            rows, bytes, seconds, (process.TotalProcessorTime - processor).TotalSeconds, GC.GetTotalAllocatedBytes(precise: true) - allocated, process.PeakWorkingSet64)));
    }

    /// <summary>Runs a contender of this program in a new process.</summary>
    public static Task<Result> RunAsync(string contender, Work work) =>
        RunProcessAsync(Environment.ProcessPath!, ["one", contender, work.ConnectionString, Text(work.Since), Text(work.Until), work.Parallel.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>Runs the serial Node script.</summary>
    public static Task<Result> RunNodeAsync(string folder, Work work) =>
        RunProcessAsync("node", [Path.Combine(folder, "export.mjs"), work.ConnectionString, Work.Table.Name, work.Filter(), string.Join(',', Work.Columns)]);

    private static async Task<Result> RunProcessAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<Result>(output)!
            : throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}.");
    }

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
