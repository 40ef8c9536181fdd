namespace Reporting.Schedules;

/// <summary>Over which time the windows of a schedule run.</summary>
public enum ScheduleOver
{
    /// <summary>Each file holds the rows that changed since the file before; a row that changes again comes again.</summary>
    ChangedAt,

    /// <summary>Each file holds the rows of the events since the file before; what reaches the log later than that is in none.</summary>
    EventTime,
}
