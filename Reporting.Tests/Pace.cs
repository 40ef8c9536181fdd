namespace Reporting.Tests;

/// <summary>Keeps writers at a rate; a late writer catches up.</summary>
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
