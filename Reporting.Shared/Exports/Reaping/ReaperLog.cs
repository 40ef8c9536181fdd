using Microsoft.Extensions.Logging;
using Reporting.Exports.Workflow;

namespace Reporting.Exports.Reaping;

/// <summary>What the reaper logs; event ids 3101 to 3199.</summary>
internal static partial class ReaperLog
{
    [LoggerMessage(3101, LogLevel.Warning, "Export {JobId} was queued and never started; it is started now.")]
    public static partial void Started(ILogger logger, string jobId);

    [LoggerMessage(3102, LogLevel.Warning, "Export {JobId} is {State}, but its engine says {Engine}, silent for {SilentSeconds} s; the next look decides. {Reason}")]
    public static partial void Suspected(ILogger logger, string jobId, ExportState state, RunnerState engine, long silentSeconds, string reason);

    [LoggerMessage(3103, LogLevel.Information, "Export {JobId} is well again.")]
    public static partial void Trusted(ILogger logger, string jobId);

    [LoggerMessage(3104, LogLevel.Error, "Export {JobId} was ended as {State}: its engine says {Engine}. {Reason}")]
    public static partial void Ended(ILogger logger, string jobId, ExportState state, RunnerState engine, string reason);

    [LoggerMessage(3105, LogLevel.Information, "Export {JobId} changed while it was looked at; the next look decides.")]
    public static partial void Changed(ILogger logger, string jobId);

    [LoggerMessage(3106, LogLevel.Warning, "Export {JobId} could not be looked at; it is tried again at the next tick.")]
    public static partial void LookFailed(ILogger logger, string jobId, Exception exception);

    [LoggerMessage(3107, LogLevel.Information, "Export {JobId} has ended, but its engine could not be told.")]
    public static partial void SignalFailed(ILogger logger, string jobId, Exception exception);

    [LoggerMessage(3108, LogLevel.Warning, "Looked at {Count} running exports and ran out of time; the next tick goes on behind {JobId}.")]
    public static partial void OutOfTime(ILogger logger, int count, string jobId);
}
