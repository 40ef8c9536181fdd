using Microsoft.Extensions.Logging;

namespace Reporting.Exports;

/// <summary>What exports log; ids and numbers, never a filter's value, a link or a row.</summary>
internal static partial class ExportsLog
{
    [LoggerMessage(3001, LogLevel.Warning, "Export {JobId} is queued, but its engine could not be told; the reaper will start it.")]
    public static partial void StartFailed(ILogger logger, string jobId, Exception exception);

    [LoggerMessage(3002, LogLevel.Warning, "Export {JobId} is marked as cancelled, but its engine could not be told; its slices will see the mark.")]
    public static partial void SignalFailed(ILogger logger, string jobId, Exception exception);

    [LoggerMessage(3003, LogLevel.Information, "Export {JobId} ended as {State} with {Rows} rows, {Bytes} bytes.")]
    public static partial void Ended(ILogger logger, string jobId, ExportState state, long rows, long bytes);

    [LoggerMessage(3004, LogLevel.Information, "Made the key that signs manifests in {File}.")]
    public static partial void KeyMade(ILogger logger, string file);

    [LoggerMessage(3010, LogLevel.Warning, "Could not find out how many processes share the exports' rate; this one keeps its share.")]
    public static partial void SharesNotCounted(ILogger logger, Exception exception);
}
