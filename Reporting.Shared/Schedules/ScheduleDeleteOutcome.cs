namespace Reporting.Schedules;

/// <summary>What became of a call to delete a schedule.</summary>
public enum ScheduleDeleteOutcome
{
    /// <summary>It is deleted; what it delivered stays.</summary>
    Deleted,

    /// <summary>There is no such schedule.</summary>
    NotFound,

    /// <summary>It is not as the caller required; nothing was changed.</summary>
    PreconditionFailed,
}
