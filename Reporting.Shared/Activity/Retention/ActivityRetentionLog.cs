using Microsoft.Extensions.Logging;

namespace Reporting.Activity.Retention;

/// <summary>What the deletion of activity logs; event ids 1101 to 1199.</summary>
internal static partial class ActivityRetentionLog
{
    [LoggerMessage(1101, LogLevel.Information, "Deleted {Rows} rows of {Table} that belong to activity from before {Before}.")]
    public static partial void Deleted(ILogger logger, long rows, string table, string before);

    [LoggerMessage(1102, LogLevel.Information, "This run has deleted as much as it may; the next one goes on in {Part} at {From}.")]
    public static partial void Stopped(ILogger logger, string part, string from);

    [LoggerMessage(1103, LogLevel.Information, "Old hours of activity that running exports read were left for a later run.")]
    public static partial void Kept(ILogger logger);
}
