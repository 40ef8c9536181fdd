using Reporting.Exports.Jobs;
using Reporting.Exports.Workflow;

namespace Reporting.Exports.Reaping;

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
