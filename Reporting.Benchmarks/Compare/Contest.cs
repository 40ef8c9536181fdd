using System.Diagnostics;
using System.Runtime;

namespace Reporting.Benchmarks.Compare;

/// <summary>Runs contenders, each in a process of its own, so that none pays for another's garbage or gains by its warm code.</summary>
internal static class Contest
{
    private const int WarmUpHours = 2;

    /// <summary>A million rows, the smallest whole export that is measured: as many slices and buffers at a time as later, as in a host that has made exports before.</summary>
    private const int ExportWarmUpHours = 100;

    /// <summary>Methods compiled during a round that count as none: a few are always on their way.</summary>
    private const int FewMethods = 10;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(40);

    /// <summary>The process of one contender: warms up on the first hours, measures all, writes the result as JSON.</summary>
    public static async Task RunOneAsync(string[] arguments)
    {
        var work = new Work(arguments[1], Time(arguments[2]), Time(arguments[3]), int.Parse(arguments[4], CultureInfo.InvariantCulture), arguments[5..]);
        Func<Work, Task<(long Rows, long Bytes)>> contender = Contenders.All[arguments[0]];
        int hours = arguments[0].StartsWith("export", StringComparison.Ordinal) ? ExportWarmUpHours : WarmUpHours;
        await WarmUpAsync(() => contender(work with { Until = work.Since.AddHours(Math.Min(hours, (work.Until - work.Since).TotalHours)), Parallel = 2 }));
        await MeasureAsync(() => contender(work));
    }

    /// <summary>Measures some work in this process, which gives its rows and bytes, and writes the result as JSON.</summary>
    public static async Task MeasureAsync(Func<Task<(long Rows, long Bytes)>> work)
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        TimeSpan processor = process.TotalProcessorTime;
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long started = TimeProvider.System.GetTimestamp();
        (long rows, long bytes) = await work();
        double seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        process.Refresh();
        Console.WriteLine(JsonSerializer.Serialize(new Result(
            rows, bytes, seconds, (process.TotalProcessorTime - processor).TotalSeconds, GC.GetTotalAllocatedBytes(precise: true) - allocated, process.PeakWorkingSet64)));
    }

    /// <summary>Repeats a round until the just-in-time compiler has optimized what runs often; it does so some rounds later, in the background.</summary>
    public static async Task WarmUpAsync(Func<Task> round)
    {
        long started = TimeProvider.System.GetTimestamp();
        long compiled = -1;
        for (int rounds = 0; TimeProvider.System.GetElapsedTime(started) < LongestWarmUp; rounds++)
        {
            await round();
            long now = JitInfo.GetCompiledMethodCount();
            if (rounds >= 5 && now - compiled <= FewMethods && TimeProvider.System.GetElapsedTime(started) > WarmUp)
            {
                return;
            }

            compiled = now;
        }
    }

    /// <summary>Runs a contender of this program in a new process.</summary>
    public static Task<Result> RunAsync(string contender, Work work) =>
        RunProcessAsync<Result>(Environment.ProcessPath!, ["one", contender, work.ConnectionString, Text(work.Since), Text(work.Until), work.Parallel.ToString(CultureInfo.InvariantCulture), .. work.Settings]);

    /// <summary>Runs the serial Node script.</summary>
    public static Task<Result> RunNodeAsync(string folder, Work work) =>
        RunProcessAsync<Result>("node", [Path.Combine(folder, "export.mjs"), work.ConnectionString, Work.Table.Name, work.Filter(), string.Join(',', Work.Columns)]);

    /// <summary>Runs a process that writes its result as JSON.</summary>
    public static async Task<T> RunProcessAsync<T>(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<T>(output)!
            : throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}.");
    }

    /// <summary>A time as an argument.</summary>
    public static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>A time from an argument.</summary>
    public static DateTimeOffset Time(string text) => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
