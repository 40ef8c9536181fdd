namespace Reporting.Local.Housekeeping;

/// <summary>What housekeeping logs; event ids 7101 to 7199.</summary>
internal static partial class HousekeepingLog
{
    [LoggerMessage(EventId = 7101, Level = LogLevel.Warning, Message = "The {Work} could not do its work; it tries again at its next tick")]
    public static partial void TickFailed(ILogger logger, string work, Exception exception);
}
