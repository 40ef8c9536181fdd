using Microsoft.Extensions.Logging;

namespace Reporting.Schedules.Retention;

/// <summary>What a run of retention logs; event ids 6201 to 6299.</summary>
internal static partial class RetentionRunLog
{
    [LoggerMessage(6201, LogLevel.Information, "Retention ran for {Seconds} s and removed {Count} rows and files.")]
    public static partial void Ran(ILogger logger, double seconds, long count);

    [LoggerMessage(6203, LogLevel.Information, "Deleted the scheduled file {File}; its manifest stays.")]
    public static partial void FileDeleted(ILogger logger, string file);

    [LoggerMessage(6202, LogLevel.Error, "Retention could not end its work on {Part}; the next run goes on.")]
    public static partial void PartFailed(ILogger logger, string part, Exception exception);
}
