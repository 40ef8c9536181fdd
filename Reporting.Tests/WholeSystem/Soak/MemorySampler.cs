namespace Reporting.Tests.WholeSystem.Soak;

/// <summary>The memory of a process over time (Linux: VmRSS of <c>/proc/pid/status</c>).</summary>
internal sealed class MemorySampler(int process)
{
    private readonly List<double> _megabytes = [];

    /// <summary>Takes a sample every second until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                string? line = File.ReadLines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/status").FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
                _megabytes.Add(double.Parse(line!.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024);
            }
        }
        catch (OperationCanceledException)
        {
            // The soak is over.
        }
    }

    /// <summary>Median of a part of the time, from and to as shares of it.</summary>
    public double Median(double from, double to)
    {
        double[] part = [.. _megabytes[(int)(_megabytes.Count * from)..(int)(_megabytes.Count * to)].Order()];
        return part[part.Length / 2];
    }
}
