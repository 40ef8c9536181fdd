namespace Reporting.Tests;

/// <summary>Keeps who writes at a rate; whoever is late makes up for it.</summary>
internal static class Pace
{
    /// <summary>Waits until so much is due at <paramref name="perSecond"/>, counted from a timestamp of the system's clock.</summary>
    public static async Task WaitAsync(long begin, double done, int perSecond, CancellationToken cancellationToken)
    {
        if (TimeSpan.FromSeconds(done / perSecond) - TimeProvider.System.GetElapsedTime(begin) is { Ticks: > 0 } early)
        {
            await Task.Delay(early, TimeProvider.System, cancellationToken);
        }
    }
}
