using Azure;

namespace Reporting.Storage;

/// <summary>Tells a service that cannot answer now from a fault of ours.</summary>
public static class StorageFailures
{
    /// <summary>
    /// True for the failures that the client library throws after its last retry: throttling (503, also 429), faults of the service (5xx), broken
    /// connections and time-outs. Several tries that ended in exceptions come as one <see cref="AggregateException"/> (Azure.Core, RetryPolicy);
    /// an attempt that timed out is an <see cref="OperationCanceledException"/>, so call this only when the token is not cancelled.
    /// </summary>
    public static bool IsUnavailable(Exception exception) => exception switch
    {
        RequestFailedException failed => failed.Status is 0 or 408 or 429 or >= 500,
        AggregateException several => several.InnerExceptions.Any(IsUnavailable),
        TimeoutException or HttpRequestException or HttpIOException or OperationCanceledException => true,

        // Its descendants are about files.
        IOException broken => broken.GetType() == typeof(IOException),
        _ => false,
    };
}
