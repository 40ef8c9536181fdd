namespace Reporting.Schedules;

/// <summary>What became of a call to make or change a schedule.</summary>
public enum SchedulePutOutcome
{
    /// <summary>It was made.</summary>
    Created,

    /// <summary>It was there and is changed.</summary>
    Changed,

    /// <summary>Something is wrong with what was asked; see the problems.</summary>
    Invalid,

    /// <summary>It is not as the caller required; nothing was changed.</summary>
    PreconditionFailed,

    /// <summary>There are as many schedules as may be; nothing was made.</summary>
    TooMany,
}
