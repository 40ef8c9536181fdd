using Microsoft.Extensions.Logging;

namespace Reporting.Schedules;

/// <summary>What schedules log; names, ids and times, never a filter's value or a row.</summary>
internal static partial class SchedulesLog
{
    [LoggerMessage(6001, LogLevel.Information, "Schedule {Name}, slot {Slot}: export {ExportId}, attempt {Attempt}.")]
    public static partial void Exporting(ILogger logger, string name, DateTimeOffset slot, string exportId, int attempt);

    [LoggerMessage(6002, LogLevel.Information, "Schedule {Name}, slot {Slot}: delivered {File} with {Rows} rows, manifest {Sha256}.")]
    public static partial void Delivered(ILogger logger, string name, DateTimeOffset slot, string? file, long? rows, string? sha256);

    [LoggerMessage(6003, LogLevel.Warning, "Schedule {Name}, slot {Slot}: {State}, no file: {Reason} Manifest {Sha256}.")]
    public static partial void GapDelivered(ILogger logger, string name, DateTimeOffset slot, SlotState state, string reason, string? sha256);

    [LoggerMessage(6004, LogLevel.Warning, "Schedule {Name} could not go on; the next look tries again.")]
    public static partial void TurnFailed(ILogger logger, string name, Exception exception);

    [LoggerMessage(6005, LogLevel.Warning, "The look at the schedules took longer than {Seconds} s (Schedules:TickSeconds) and stopped; the next goes on.")]
    public static partial void TimeIsUp(ILogger logger, int seconds);

    [LoggerMessage(6006, LogLevel.Warning, "Export {ExportId} of the deleted schedule {Name} could not be cancelled; it runs to its end.")]
    public static partial void CancelFailed(ILogger logger, string exportId, string name, Exception exception);
}
