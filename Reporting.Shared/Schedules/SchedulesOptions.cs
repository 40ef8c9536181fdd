using System.ComponentModel.DataAnnotations;

namespace Reporting.Schedules;

/// <summary>Settings of the section <c>Schedules</c>.</summary>
public sealed class SchedulesOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Schedules";

    /// <summary>Exports that a slot gets before it is given up and has a gap manifest.</summary>
    [Range(1, 10)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>Missed slots of a schedule that are still exported; older ones are skipped.</summary>
    [Range(1, 1000)]
    public int MaxCatchUpSlots { get; set; } = 24;

    /// <summary>Schedules that there may be, paused ones too.</summary>
    [Range(1, 10_000)]
    public int MaxSchedules { get; set; } = 100;

    /// <summary>Schedules that one look deals with at a time.</summary>
    [Range(1, 64)]
    public int MaxParallel { get; set; } = 8;

    /// <summary>Seconds after which one look at the schedules stops; the next goes on. Less than the time between two looks.</summary>
    [Range(1, 600)]
    public int TickSeconds { get; set; } = 45;

    /// <summary>Days for which a delivered file of a schedule is kept, from its delivery; 0 keeps it for good. Manifests and signatures are always kept.</summary>
    [Range(0, 36_500)]
    public int FileRetentionDays { get; set; }
}
