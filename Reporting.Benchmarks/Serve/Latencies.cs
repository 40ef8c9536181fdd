using System.Collections.Concurrent;

namespace Reporting.Benchmarks.Serve;

/// <summary>How long something took, many times over.</summary>
internal sealed class Latencies(TimeProvider time)
{
    private readonly ConcurrentQueue<double> _milliseconds = new();
    private volatile bool _counts;

    /// <summary>Whether measurements count; those of the warm-up do not.</summary>
    public bool Counts
    {
        get => _counts;
        set => _counts = value;
    }

    /// <summary>How many there are.</summary>
    public int Count => _milliseconds.Count;

    /// <summary>Measures <paramref name="work"/>.</summary>
    public async Task<T> MeasureAsync<T>(Func<Task<T>> work)
    {
        long begin = time.GetTimestamp();
        T result = await work();
        if (_counts)
        {
            _milliseconds.Enqueue(time.GetElapsedTime(begin).TotalMilliseconds);
        }

        return result;
    }

    /// <summary>The time below which so many of a hundred stay, milliseconds.</summary>
    public double Percentile(double percent)
    {
        double[] sorted = [.. _milliseconds.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * percent / 100) - 1)];
    }
}
