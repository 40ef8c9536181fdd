using Azure;

namespace Reporting.Local.Engine;

/// <summary>Which failures of a step are worth another try, and when.</summary>
internal static class StepRetries
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    /// <summary>
    /// True for what may go away by itself: the service's overload, timeouts, broken connections. Requests that are wrong (400) or
    /// refused (401, 403) and faults of our own are not.
    /// </summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        RequestFailedException failed => failed.Status is not (400 or 401 or 403),
        IOException or HttpRequestException or TimeoutException or OperationCanceledException => true,
        AggregateException aggregate => aggregate.InnerExceptions.Any(IsTransient),
        _ => false,
    };

    /// <summary>The wait after failed attempt number <paramref name="attempt"/> (from 1): 0.5 s doubled each time, at most 30 s.</summary>
    public static TimeSpan DelayAfter(int attempt) =>
        TimeSpan.FromSeconds(Math.Min(0.5 * Math.Pow(2, Math.Min(attempt, 30) - 1), LongestDelay.TotalSeconds));
}
