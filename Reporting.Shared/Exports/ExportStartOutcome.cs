namespace Reporting.Exports;

/// <summary>What became of a call to start an export.</summary>
public enum ExportStartOutcome
{
    /// <summary>A job was made.</summary>
    Started,

    /// <summary>The idempotency key had been used for the same request: the job is the one made then.</summary>
    AlreadyStarted,

    /// <summary>Something is wrong with what was asked; see the problems.</summary>
    Invalid,

    /// <summary>The idempotency key had been used for another request.</summary>
    KeyConflict,

    /// <summary>The person has as many running exports as are allowed; see when to ask again.</summary>
    TooManyRunning,
}
