using Microsoft.Extensions.Logging;

namespace Reporting.Api.Hosting;

internal static partial class ApiLog
{
    [LoggerMessage(5001, LogLevel.Error, "{Method} {Path} failed.")]
    public static partial void Failed(this ILogger<ApiPipeline> logger, string method, string path, Exception exception);

    [LoggerMessage(5002, LogLevel.Error, "{Method} {Path} failed after its answer had begun; the connection was cut.")]
    public static partial void FailedAfterStart(this ILogger<ApiPipeline> logger, string method, string path, Exception exception);

    [LoggerMessage(5003, LogLevel.Information, "The answer to {Method} {Path} could not be written.")]
    public static partial void AnswerNotWritten(this ILogger<ApiPipeline> logger, string method, string path, Exception exception);

    [LoggerMessage(5004, LogLevel.Warning, "{Method} {Path}: storage does not answer.")]
    public static partial void StorageUnavailable(this ILogger<ApiPipeline> logger, string method, string path, Exception exception);
}
