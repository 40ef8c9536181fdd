namespace Reporting.Schedules;

/// <summary>What became of a slot.</summary>
public enum SlotState
{
    /// <summary>Its file is delivered.</summary>
    Successful,

    /// <summary>Its export failed for good or was cancelled; a gap manifest says so.</summary>
    Failed,

    /// <summary>It was missed and too many later ones too; a gap manifest says so.</summary>
    Skipped,
}
