namespace Reporting.Schedules;

/// <summary>What is being done for a slot; the legal transitions stand in <c>Turns/SlotTransitions</c>.</summary>
public enum SlotStage
{
    /// <summary>Its export runs, or is to be started.</summary>
    Exporting,

    /// <summary>Its export has its file, which is to be delivered.</summary>
    Delivering,

    /// <summary>It will have no file, and a manifest that says so is to be delivered.</summary>
    Gap,
}
