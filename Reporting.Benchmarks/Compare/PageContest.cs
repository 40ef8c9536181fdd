using Reporting.Benchmarks.Kernels;

namespace Reporting.Benchmarks.Compare;

/// <summary>Measures what is made of a page, without any network, each way in a process of its own.</summary>
internal static class PageContest
{
    private const int PagesARound = 20;
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(2);

    /// <summary>The ways, by the name of the kernel's method.</summary>
    public static IReadOnlyList<string> Ways { get; } = [nameof(PageKernels.ToFile), nameof(PageKernels.Cells), nameof(PageKernels.TokensOnly), nameof(PageKernels.SdkToFile)];

    /// <summary>The process of one way: warms up, measures, writes the result as JSON.</summary>
    public static async Task RunOneAsync(string[] arguments)
    {
        var kernels = new PageKernels { File = Enum.Parse<KernelFile>(arguments[0]) };
        kernels.Setup();
        Func<Task<long>> page = arguments[1] switch
        {
            nameof(PageKernels.ToFile) => () => Task.FromResult((long)kernels.ToFile()),
            nameof(PageKernels.Cells) => () => Task.FromResult((long)kernels.Cells()),
            nameof(PageKernels.TokensOnly) => () => Task.FromResult((long)kernels.TokensOnly()),
            _ => kernels.SdkToFile,
        };
        await Contest.WarmUpAsync(async () =>
        {
            for (int number = 0; number < PagesARound; number++)
            {
                await page();
            }
        });
        await Contest.MeasureAsync(() => RepeatAsync(page, Measured));
    }

    /// <summary>Measures one way in a new process.</summary>
    public static Task<Result> RunAsync(KernelFile file, string way) => Contest.RunProcessAsync<Result>(Environment.ProcessPath!, ["page", file.ToString(), way]);

    private static async Task<(long Rows, long Bytes)> RepeatAsync(Func<Task<long>> page, TimeSpan time)
    {
        (long pages, long bytes) = (0, 0);
        for (long started = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(started) < time; pages++)
        {
            bytes += await page();
        }

        return (pages * PageKernels.Rows, bytes);
    }
}
