namespace Reporting.Local.Engine;

internal static partial class EngineLog
{
    [LoggerMessage(EventId = 7001, Level = LogLevel.Information, Message = "Export {JobId} runs; {Recorded} steps are recorded")]
    public static partial void Runs(ILogger logger, string jobId, int recorded);

    [LoggerMessage(EventId = 7002, Level = LogLevel.Information, Message = "Export {JobId} has ended")]
    public static partial void Ended(ILogger logger, string jobId);

    [LoggerMessage(EventId = 7003, Level = LogLevel.Warning, Message = "Export {JobId}: step {Step} failed at attempt {Attempt}; next one in {Seconds} s")]
    public static partial void StepFailed(ILogger logger, Exception exception, string jobId, string step, int attempt, double seconds);

    [LoggerMessage(EventId = 7004, Level = LogLevel.Error, Message = "Export {JobId} was given up")]
    public static partial void GivenUp(ILogger logger, Exception exception, string jobId);

    [LoggerMessage(EventId = 7005, Level = LogLevel.Information, Message = "Another process runs this account's exports; waiting for its lease")]
    public static partial void WaitsForLease(ILogger logger);

    [LoggerMessage(EventId = 7006, Level = LogLevel.Warning, Message = "The engine's lease was lost; running exports stop here and go on under the next one")]
    public static partial void LeaseLost(ILogger logger);

    [LoggerMessage(EventId = 7007, Level = LogLevel.Warning, Message = "The engine cannot reach its storage; it tries again in {Seconds} s")]
    public static partial void StorageFailed(ILogger logger, Exception exception, double seconds);
}
