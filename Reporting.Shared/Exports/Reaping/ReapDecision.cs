using Reporting.Exports.Jobs;

namespace Reporting.Exports.Reaping;

/// <summary>
/// Decides what is to be done with a job, from one look at it and what an earlier look noted. What ends a job must be seen at two looks: the
/// first can meet an engine that is just starting or just ending it.
/// <code>
///                 engine: Missing             Completed, Failed       Running
/// QUEUED          start (after a grace time)  suspect, then end       silence
/// IN_PROGRESS     suspect, then end           suspect, then end       silence
/// </code>
/// Silence is suspected after two visibility timeouts and ends a job after three, of which the reaper has watched at least one: work that was in
/// flight when everything went down comes back within one visibility timeout of being up again.
/// </summary>
/// <example>
/// Visibility timeout 5 minutes, last sign of life at 10:00. Looks at 10:09: leave; 10:10: suspect; 10:14: leave; 10:15: end. With everything down
/// from 10:01 to 11:00: 11:00 suspect; 11:02, a slice writes again: trust.
/// </example>
internal sealed record ReapDecision(ReapAction Action, string Reason = "")
{
    /// <summary>For how long a queued job is left to the request that made it: the row comes first, the start right behind it.</summary>
    public static readonly TimeSpan StartGrace = TimeSpan.FromSeconds(30);

    /// <summary>Looks closer together than this are one look, by two reapers at once.</summary>
    public static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    private const int SuspectTimeouts = 2;
    private const int EndTimeouts = 3;

    private static readonly ReapDecision Leave = new(ReapAction.Leave);

    /// <summary>The decision.</summary>
    public static ReapDecision Of(ReapLook look)
    {
        if (!ExportTransitions.IsRunning(look.Job.State))
        {
            return Leave;
        }

        return look.Engine.State switch
        {
            RunnerState.Missing when look.Job.State == ExportState.Queued => OfNeverStarted(look),
            RunnerState.Missing => OnSecondLook(look, "The engine that ran the export does not know it any more."),
            RunnerState.Completed => OnSecondLook(look, "The engine ran the export to its end without ending it."),
            RunnerState.Failed => OnSecondLook(look, "The engine gave the export up."),
            _ => OfSilence(look),
        };
    }

    /// <summary>Whether the look should also ask when the job's slices last wrote; while the engine was heard of lately, that makes no difference.</summary>
    public static bool NeedsLastWrite(ReapLook look) =>
        look.Engine.State == RunnerState.Running && look.Silence >= SuspectTimeouts * look.VisibilityTimeout;

    private static ReapDecision OfNeverStarted(ReapLook look) =>
        look.Now - look.Job.CreatedAt < StartGrace ? Leave
        : look.Job.CancelRequested ? new(ReapAction.End, "The export was cancelled before it was started.")
        : new(ReapAction.Start);

    private static ReapDecision OnSecondLook(ReapLook look, string reason)
    {
        if (look.Job.Suspicion is not { } suspicion || suspicion.Engine != look.Engine.State)
        {
            return new(ReapAction.Suspect, reason);
        }

        return look.Now - suspicion.At < BetweenLooks ? Leave : new(ReapAction.End, reason + " Ask for it again.");
    }

    private static ReapDecision OfSilence(ReapLook look)
    {
        bool suspected = look.Job.Suspicion is { Engine: RunnerState.Running } suspicion && suspicion.At >= look.LastSignAt;
        if (look.Silence < SuspectTimeouts * look.VisibilityTimeout)
        {
            return look.Job.Suspicion is null ? Leave : new(ReapAction.Trust);
        }

        if (!suspected)
        {
            return new(ReapAction.Suspect, "Nothing is heard of the export.");
        }

        return look.Silence >= EndTimeouts * look.VisibilityTimeout && look.Now - look.Job.Suspicion!.At >= look.VisibilityTimeout
            ? new(ReapAction.End, string.Create(CultureInfo.InvariantCulture, $"Nothing was heard of the export for {(int)look.Silence.TotalMinutes} minutes. Ask for it again."))
            : Leave;
    }
}

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

    /// <summary>End it: as cancelled when cancellation was requested, else as failed.</summary>
    End,
}

/// <summary>What the reaper sees of a job at one look.</summary>
/// <param name="Job">The job's row.</param>
/// <param name="Engine">What its engine says.</param>
/// <param name="LastWrittenAt">When one of its slices last noted anything, UTC; null when unknown or never.</param>
/// <param name="Now">The time of the look, UTC.</param>
/// <param name="VisibilityTimeout">How long the engine's work stays away after the process that had it died.</param>
internal sealed record ReapLook(ExportJob Job, RunnerStatus Engine, DateTimeOffset? LastWrittenAt, DateTimeOffset Now, TimeSpan VisibilityTimeout)
{
    /// <summary>The last time anything was heard of the job, UTC.</summary>
    public DateTimeOffset LastSignAt =>
        ((DateTimeOffset?[])[Job.CreatedAt, Job.StartedAt, Engine.LastUpdatedAt, LastWrittenAt]).Max()!.Value;

    /// <summary>For how long nothing has been heard of it.</summary>
    public TimeSpan Silence => Now - LastSignAt;
}
