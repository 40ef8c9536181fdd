using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Reporting.Functions.Durable;

/// <summary>What the durable engine logs; event ids 8000 to 8099.</summary>
internal static partial class DurableLog
{
    [LoggerMessage(8001, LogLevel.Information, "Export {JobId} was started already")]
    public static partial void AlreadyStarted(ILogger logger, string jobId);

    [LoggerMessage(8002, LogLevel.Information, "Export {JobId} has no running instance to cancel ({Reason})")]
    public static partial void NothingToCancel(ILogger logger, string jobId, StatusCode reason);

    [LoggerMessage(8003, LogLevel.Information, "Export {JobId} runs as instance {InstanceId}")]
    public static partial void Running(ILogger logger, string jobId, string instanceId);

    [LoggerMessage(8004, LogLevel.Information, "Purged the history of {Count} instances created before {CreatedTo}; all done: {Complete}")]
    public static partial void Purged(ILogger logger, int count, DateTimeOffset createdTo, bool complete);

    [LoggerMessage(8005, LogLevel.Warning, "Step {Step} failed with {ErrorType}")]
    public static partial void StepFailed(ILogger logger, string step, string errorType);
}
