namespace Reporting.Exports.Reaping;

/// <summary>What the reaper does with a job.</summary>
internal enum ReapAction
{
    /// <summary>Nothing: all is well, or it is too early to tell.</summary>
    Leave,

    /// <summary>Start it: its engine has never heard of it.</summary>
    Start,

    /// <summary>Note what is odd; the next look decides.</summary>
    Suspect,

    /// <summary>Forget what was noted: all is well again.</summary>
    Trust,

    /// <summary>End it: as cancelled when somebody asked for that, else as failed.</summary>
    End,
}
