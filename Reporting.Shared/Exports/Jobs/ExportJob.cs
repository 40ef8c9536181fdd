using Azure;

namespace Reporting.Exports.Jobs;

/// <summary>An export job as its row in the table <c>exports</c> holds it.</summary>
public sealed record ExportJob
{
    /// <summary>Lower-case, 26 characters; ids sort newest first.</summary>
    public required string Id { get; init; }

    /// <summary>Who asked: the subject's name in the audit log.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>The issuer that vouches for <see cref="RequestedBy"/>; null for the service itself, and in jobs of versions that did not keep it.</summary>
    public string? RequesterIssuer { get; init; }

    /// <summary>The issuer's name for the person; null where the issuer is.</summary>
    public string? RequesterSubject { get; init; }

    /// <summary>Which engine runs it: <c>durable</c> or <c>local</c>; each resumes and reaps only its own.</summary>
    public required string Engine { get; init; }

    /// <summary>What was asked.</summary>
    public required ExportRequest Request { get; init; }

    /// <summary>Where it stands.</summary>
    public required ExportState State { get; init; }

    /// <summary>A sentence about the state, safe to show; empty when there is nothing to say.</summary>
    public string StateMessage { get; init; } = "";

    /// <summary>True once cancellation was requested; commit and finish look at it.</summary>
    public bool CancelRequested { get; init; }

    /// <summary>Bytes of the file; 0 until known.</summary>
    public long FileSize { get; init; }

    /// <summary>Rows of the file; 0 until known.</summary>
    public long RowCount { get; init; }

    /// <summary>Lower-case hex SHA-256 of the whole file, or null where only the tree hash is kept.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Lower-case hex SHA-256 of the file's manifest; null until committed.</summary>
    public string? ManifestSha256 { get; init; }

    /// <summary>Rows the plan expects; an estimate, for progress.</summary>
    public long EstimatedRows { get; init; }

    /// <summary>Slices of the plan; 0 until planned.</summary>
    public int SliceCount { get; init; }

    /// <summary>Name of the file's blob in the container <c>exports</c>; empty until committed.</summary>
    public string FileName { get; init; } = "";

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When planning began, UTC.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When the file is deleted, UTC.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>True while the file of an EXPIRED job may still be there: its deletion has begun and has to be ended.</summary>
    public bool DeletionPending { get; init; }

    /// <summary>The schedule and slot it was made for, or null.</summary>
    public string? Schedule { get; init; }

    /// <summary>Lower-case hex SHA-256 of the schedule's manifest before this one, to which this one is chained, or null.</summary>
    public string? PreviousManifestSha256 { get; init; }

    /// <summary>What the reaper found odd about it, or null; of a running job only.</summary>
    public ExportSuspicion? Suspicion { get; init; }

    /// <summary>The row's version that was read.</summary>
    public ETag ETag { get; init; }

    /// <summary>The id of the write that made that version (<see cref="Storage.ConditionalWrites"/>).</summary>
    internal string? WriteId { get; init; }
}

/// <summary>The result of a change to a job.</summary>
/// <param name="Won">True when this caller's change is the one that was made; false when another writer was first or the change is not legal.</param>
/// <param name="Job">The job as it is now, or null when there is none of that id.</param>
public sealed record ExportChange(bool Won, ExportJob? Job);

/// <summary>
/// The legal transitions of an export job, in one place:
/// <code>
/// QUEUED -> IN_PROGRESS -> SUCCESSFUL -> EXPIRED
///    |           +-------> FAILED | CANCELED
///    +-------------------> FAILED | CANCELED
/// </code>
/// </summary>
public static class ExportTransitions
{
    /// <summary>Whether a job may go from one state to the other.</summary>
    public static bool IsLegal(ExportState from, ExportState to) => (from, to) switch
    {
        (ExportState.Queued, ExportState.InProgress) => true,
        (ExportState.Queued or ExportState.InProgress, ExportState.Failed or ExportState.Canceled) => true,
        (ExportState.InProgress, ExportState.Successful) => true,
        (ExportState.Successful, ExportState.Expired) => true,
        _ => false,
    };

    /// <summary>Whether an export in this state is still to be worked on.</summary>
    public static bool IsRunning(ExportState state) => state is ExportState.Queued or ExportState.InProgress;
}

/// <summary>What the reaper found odd about a running job at an earlier look. It stands in the job's row, so that it outlives the process that looked.</summary>
/// <param name="Engine">What the engine said of the job then; <see cref="RunnerState.Running"/> stands for silence.</param>
/// <param name="At">When, UTC.</param>
public sealed record ExportSuspicion(RunnerState Engine, DateTimeOffset At);

/// <summary>For what a scheduled export is made; its text stands in the job and in the manifest (<c>schedule</c>).</summary>
/// <param name="Schedule">The schedule's name.</param>
/// <param name="Slot">The instant at which it was due, UTC.</param>
/// <example><c>daily-usage/2026-11-28T02:00:00.000Z</c>.</example>
public sealed record ExportSlot(string Schedule, DateTimeOffset Slot)
{
    private const char Separator = '/';

    /// <summary>The slot of such a text, or null.</summary>
    public static ExportSlot? Find(string? text)
    {
        int at = text?.IndexOf(Separator, StringComparison.Ordinal) ?? -1;
        return at > 0 && Rows.Rfc3339.TryParse(text.AsSpan(at + 1), out DateTimeOffset slot) ? new ExportSlot(text![..at], slot) : null;
    }

    /// <summary>The text.</summary>
    public override string ToString() => $"{Schedule}{Separator}{ExportTime.Format(Slot)}";
}
