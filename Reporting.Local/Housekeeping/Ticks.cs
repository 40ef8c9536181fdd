namespace Reporting.Local.Housekeeping;

/// <summary>Repeats an action until the host ends. A tick that fails is logged and does not affect the next.</summary>
internal static class Ticks
{
    /// <summary>Waits <paramref name="period"/>, runs <paramref name="tick"/>, and so on.</summary>
    public static async Task RunAsync(
        TimeSpan period, Func<CancellationToken, Task> tick, Action<Exception> failed, TimeProvider time, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(tick, failed, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host ends.
        }
    }

    private static async Task TryAsync(Func<CancellationToken, Task> tick, Action<Exception> failed, CancellationToken stoppingToken)
    {
        try
        {
            await tick(stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            failed(exception);
        }
    }
}
