using Microsoft.Extensions.Logging;

namespace Reporting.Exports.Retention;

/// <summary>What the retention of files and jobs logs; event ids 3201 to 3299.</summary>
internal static partial class ExportRetentionLog
{
    [LoggerMessage(3201, LogLevel.Information, "Export {JobId} has expired; its file is deleted.")]
    public static partial void FileDeleted(ILogger logger, string jobId);

    [LoggerMessage(3202, LogLevel.Information, "Export {JobId}, {State}, is older than jobs are kept; all but its manifest is removed.")]
    public static partial void JobRemoved(ILogger logger, string jobId, ExportState state);

    [LoggerMessage(3203, LogLevel.Information, "Forgot {Count} idempotency keys.")]
    public static partial void KeysForgotten(ILogger logger, int count);
}
