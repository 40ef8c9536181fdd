using Microsoft.Extensions.Logging;

namespace Reporting.Activity;

/// <summary>What this folder logs.</summary>
internal static partial class ActivityLog
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "The row estimates of {Rows} days of {Table} were not stored; export slices may be uneven.")]
    public static partial void CountsNotStored(ILogger logger, string table, int rows, Exception exception);
}
